import { examine } from '../../src/app/doctor.ts'
import { environment, type Finding } from '../../src/platform/index.ts'
import { type Command, complain, say } from './command.ts'

const marks: Readonly<Record<Finding['level'], string>> = { well: 'ok     ', warning: 'warning', fault: 'FAULT  ' }

/** A line for each finding, with what to do below it. */
export function doctorLines(findings: readonly Finding[]): string[] {
  const lines = findings.flatMap(({ area, level, says, todo }) => {
    const line = `${marks[level]} ${area.padEnd(13)} ${says}`
    return todo === undefined ? [line] : [line, `${' '.repeat(22)}→ ${todo}`]
  })
  const count = (level: Finding['level']) => findings.filter((one) => one.level === level).length
  const [faults, warnings] = [count('fault'), count('warning')]
  const end =
    faults > 0 ? `${faults} to be mended now, ${warnings} to look at` : warnings > 0 ? `${warnings} to look at` : 'all is well'
  return [...lines, '', end]
}

export const doctor: Command = {
  usage: '[--json]',
  about: 'looks at configuration, database, Redis, channels, clock and disk and says what to do; ends with 1 at a fault',
  async run(args) {
    const [option] = args
    if (option !== undefined && option !== '--json') {
      complain('usage: murojaat doctor [--json]')
      return 2
    }
    const findings = await examine(environment())
    if (option === '--json') say(JSON.stringify(findings, null, 2))
    else for (const line of doctorLines(findings)) say(line)
    return findings.some(({ level }) => level === 'fault') ? 1 : 0
  },
}
