import { afterAll, beforeAll, expect, it } from 'vitest'
import { resealTexts, revealText } from '#inbox'
import { sealKeyFrom } from '#privacy'
import { type House, openHouse, sealKey } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

it('after a change of the key the former one opens, and after resealing it is needless', async () => {
  const original = 'kartam 8600 0052 6018 1595'
  const { messageId } = await house.say('ana', original)
  const next = sealKeyFrom('the next key')
  const withFormer = { ...next, older: [sealKey] }
  const read = async (key: typeof next) => (await revealText(house.ctx, key, { messageId, reason: 'fraud_check' }))[0]?.text
  expect(await read(withFormer)).toBe(original)
  await expect(read(next)).rejects.toThrow('another key')
  expect(await resealTexts(house.ctx, withFormer)).toBe(1)
  expect(await resealTexts(house.ctx, withFormer)).toBe(0)
  expect(await read(next)).toBe(original)
})
