import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIntakePlanner, seedHandoff } from '#handoff'
import { createIntake, saveChannelAccount } from '#inbox'
import { minuteMs } from '#kernel'
import { sealKeyFrom } from '#privacy'
import { seedStaff } from '#staff'
import { frequentProblems } from '../../../src/app/frequent-problems.ts'
import { openingOf } from '../../support/an-opinion.ts'
import { type FakeClock, fakeClock, type TestCtx, testCtx } from '../../support/index.ts'

let ctx: TestCtx
let clock: FakeClock
beforeAll(async () => {
  clock = fakeClock()
  ctx = await testCtx({ clock })
  await seedStaff(ctx, { passwordFor: (login) => `parol-${login}-2026` })
  await seedHandoff(ctx)
})
afterAll(() => ctx.close())

describe('frequent problems', () => {
  it('are found among the requests of the last hour, in a thread of their own, and kept for a minute', async () => {
    const account = await saveChannelAccount(ctx, {
      kind: 'webchat',
      externalId: 'site',
      name: 'site',
      visibility: 'private',
      botEnabled: false,
    })
    const planner = await createIntakePlanner(ctx)
    const intake = createIntake(
      ctx,
      { classify: openingOf('complaint', 'p2p'), planOpening: planner.planOpening },
      { sealKey: sealKeyFrom('test') },
    )
    const say = (client: string, text: string) =>
      intake.receive({
        channelAccountId: account.id,
        channel: 'webchat',
        visibility: 'private',
        conversationExternalId: client,
        messageExternalId: `${client}:1`,
        sender: { externalId: client, displayName: 'Mijoz' },
        kind: 'text',
        text,
        sentAt: clock.now(),
      })
    const find = frequentProblems()
    expect((await find(ctx)).problems).toEqual([])
    const texts = [
      'Humo karta orqali to‘lov o‘tmayapti',
      'Humo kartadan to‘lov o‘tmayapti',
      'to‘lov o‘tmayapti humo karta',
      'Humo karta bilan to‘lov o‘tmayapti',
    ]
    for (const [index, text] of texts.entries()) await say(`c${index}`, text)
    expect((await find(ctx)).problems).toEqual([])
    clock.advance(2 * minuteMs)
    const [problem] = (await find(ctx)).problems
    expect(problem).toMatchObject({ topic: 'p2p', count: 4 })
    expect(texts).toContain(problem?.example.text)
    expect(problem?.requestIds).toHaveLength(4)
    await intake.close()
    planner.close()
  })
})
