import { describe, expect, it } from 'vitest'
import type { ChannelAccountId } from '#kernel'
import { createMetrics } from '#platform'
import { accountLabel } from './account-label.ts'

describe('an account’s name in metrics', () => {
  it('tells two accounts of one kind apart and passes the guard that refuses ids', async () => {
    const ids = ['01990000-0000-7000-8000-000000123456', '01990000-0000-7000-8000-0000009a9b9c'] as ChannelAccountId[]
    const metrics = createMetrics()
    for (const id of ids) metrics.gauge('channel_alarm', 1, { channel: 'messenger', account: accountLabel(id) })
    const text = await metrics.text()
    expect(text).toContain('account="hijklm"')
    expect(text).toContain('account="papbpc"')
  })
})
