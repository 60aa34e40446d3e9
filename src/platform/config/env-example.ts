import { z } from 'zod'
import { type SettingName, settings } from './schema.ts'

const header = `# Every setting of murojaat. All may be left out: the program then runs by itself on this machine.
# Written from src/platform/config/schema.ts by \`npm run env:write\`; a test keeps the two alike.
# The program reads its environment, not this file; give a copy to it with: node --env-file=.env --import tsx src/main.ts
`

/** The text of .env.example: each setting with its sentence and its default, or a sample where it has none. */
export function envExample(): string {
  const entries = (Object.keys(settings) as SettingName[]).map((name) => {
    const setting: { note: string; schema: z.ZodType; sample?: string } = settings[name]
    return `# ${setting.note}\n# ${name}=${setting.sample ?? defaultOf(setting.schema)}\n`
  })
  return [header, ...entries].join('\n')
}

function defaultOf(schema: z.ZodType): string {
  const { default: value } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return value === undefined ? '' : String(value)
}
