import { z } from 'zod'
import type { Config } from '../config/schema.ts'
import { type Finding, fault, well } from './finding.ts'

const Ready = z.object({ ok: z.boolean(), checks: z.record(z.string(), z.looseObject({ ok: z.boolean() })) })

/** Whether the program of this configuration runs on this machine, and what it says of itself. Never throws. */
export async function checkProgram(config: Config): Promise<Finding[]> {
  const host = ['0.0.0.0', '::'].includes(config.HOST) ? '127.0.0.1' : config.HOST
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${config.PORT}`
  try {
    const answer = await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(5_000) })
    const { ok, checks } = Ready.parse(await answer.json())
    const unwell = Object.entries(checks).filter(([, check]) => !check.ok)
    if (ok && unwell.length === 0) return [well('program', `it runs at ${base} and is ready`)]
    return [
      fault(
        'program',
        `it runs at ${base} and is not well: ${unwell.map(([name]) => name).join(', ') || 'it is stopping'}`,
        'docs/runbook.md says what to do for each.',
      ),
    ]
  } catch {
    // Refused, cut or another program's answer: for us it does not run.
    return [well('program', `it does not run at ${base}`)]
  }
}
