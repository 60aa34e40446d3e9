/** Quality control at the desk: whoever keeps the scorecard drafts its next version. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enQuality } from '../../web/desk/src/i18n/quality/en.ts'
import { chromiumForTests, hasChromium, type RunningHub, startHub } from '../support/index.ts'
import { axeFaults } from './axe.ts'
import { openDesk } from './stage.ts'

describe.skipIf(!hasChromium())('quality control', () => {
  let browser: Browser
  let hub: RunningHub
  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([chromiumForTests(), startHub()])
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await hub?.remove()
  })

  it('a scorecard is drafted with a trial score beside it, its faults are told at their fields, and the new version is in force', async () => {
    const { page, context } = await openDesk(browser, hub, 'nodira', { language: 'en', hash: '#/quality' })
    const { card, told, groups } = enQuality
    await page.getByText(enQuality.tabs.card, { exact: true }).click()
    await page.getByText(told.version(0)).waitFor()
    await page.getByRole('button', { name: card.draft }).click()
    await page.getByRole('button', { name: `${card.remove}: Routed right` }).click()
    await page.getByRole('button', { name: card.add }).click()
    const save = page.getByRole('button', { name: card.save })
    await save.click()
    await page.getByText(told.emptyGroup(groups.routing)).waitFor()
    const line = page.getByRole('group', { name: card.fresh })
    expect(await line.getByText(card.name).count()).toBe(4)
    expect(await axeFaults(page)).toEqual([])
    for (const name of await line.getByRole('textbox').all())
      if (await name.getAttribute('lang')) await name.fill('Handed over')
    const made = page.getByRole('group', { name: 'Handed over' })
    await made.getByRole('combobox', { name: card.group }).click()
    await page.getByRole('option', { name: groups.routing }).click()
    await made.getByRole('textbox', { name: card.weight }).fill('15')
    const trial = page.getByRole('radiogroup', { name: `${card.preview}: Handed over` })
    await trial.getByText(enQuality.mark.failed, { exact: true }).click()
    await page.locator('.quality-total', { hasText: '85' }).waitFor()
    await save.click()
    await page.getByText(told.version(1)).waitFor()
    await page.getByRole('rowheader', { name: 'Handed over' }).waitFor()
    await context.close()
  })
})
