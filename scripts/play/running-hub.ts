import * as fs from 'node:fs'
import * as path from 'node:path'
import { z } from 'zod'

const Running = z.object({
  url: z.string(),
  emulatorUrl: z.string().nullable(),
  /** Where a person of each emulated channel is played, by the channel's name. */
  people: z.record(z.string(), z.string()).default({}),
  telegramAccountId: z.string().nullable(),
  site: z.string().default('demo'),
})
export type Running = z.infer<typeof Running>

/** Where the hub on this machine listens, as it wrote it down at its start. Says what to do where there is none. */
export function findRunningHub(): Running {
  const file = path.resolve(process.env['DATA_DIR'] ?? '.local', 'running.json')
  if (!fs.existsSync(file)) {
    console.error(`no hub is running here (${file} is absent): start one with npm start, or set DATA_DIR`)
    process.exit(1)
  }
  return Running.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
}

/** POST or GET of JSON; throws with the answer's status and problem where it is no 2xx. */
export async function askJson<S extends z.ZodType>(
  schema: S,
  url: string,
  options: { body?: unknown; token?: string } = {},
): Promise<z.output<S>> {
  const answer = await fetch(url, {
    method: options.body === undefined ? 'GET' : 'POST',
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 200)}`)
  return schema.parse(text === '' ? null : JSON.parse(text))
}
