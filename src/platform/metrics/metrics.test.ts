import { describe, expect, it } from 'vitest'
import { createMetrics } from './metrics.ts'

describe('the metrics', () => {
  it('count, observe and show in the Prometheus text format', async () => {
    const metrics = createMetrics()
    metrics.count('messages', { channel: 'telegram' })
    metrics.count('messages', { channel: 'telegram' })
    metrics.observe('intake_seconds', 0.004)
    metrics.gauge('screens', 7)
    const text = await metrics.text()
    expect(text).toContain('murojaat_messages{channel="telegram"} 2')
    expect(text).toContain('murojaat_intake_seconds_bucket{le="0.005"} 1')
    expect(text).toContain('murojaat_screens 7')
  })

  it('hold no text, name, phone or id, wherever somebody put one', async () => {
    const metrics = createMetrics()
    const slips = [
      'Karta bloklandi',
      '+998901234567',
      '998901234567',
      'Каримов',
      '8600 1234 5678 9012',
      '0193f1c2-1111-7222-8333-444455556666',
    ]
    for (const slip of slips) metrics.count('slips', { channel: slip })
    const text = await metrics.text()
    expect(text).toContain(`murojaat_slips{channel="other"} ${slips.length}`)
    for (const slip of slips) expect(text).not.toContain(slip)
  })

  it('stop telling values apart when there are more than any closed list has', async () => {
    const metrics = createMetrics()
    for (let index = 0; index < 1_000; index++) metrics.count('codes', { code: `code_${index}` })
    const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('murojaat_codes{'))
    expect(lines.length).toBeLessThanOrEqual(301)
    expect(lines.at(-1)).toBe('murojaat_codes{code="other"} 700')
  })
})
