/** A client writes a card number to the bot: nobody keeps it in the open, and the client learns why. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { minuteMs } from '#kernel'
import type { Person } from '../../src/bots/telegram-emulator/person.ts'
import { until } from '../support/index.ts'
import { hears, type Story, tellStory } from './story.ts'

/** Made up; the check digit is right. */
const cardNumber = '8600 1234 5678 9019'

let story: Story
let client: Person
beforeAll(async () => {
  story = await tellStory('2026-11-25T11:00:00+05:00')
  client = story.client('Olim')
}, 60_000)
afterAll(() => story?.close())

describe('a card number written to the bot', () => {
  it('is told to be unwanted, in approved words, and Telegram’s copy is gone', async () => {
    client.write(`Mening kartam ${cardNumber}, pul tushmadi`)
    const said = await hears(client, 'yashirdik')
    expect(said).not.toContain('9019')
    await until(async () => client.chat().every(({ text }) => !text?.includes(cardNumber)) || undefined)
  })

  it('is said once an hour, not at every message', async () => {
    client.write(`yana yozaman ${cardNumber}`)
    await until(async () => client.chat().every(({ text }) => !text?.includes(cardNumber)) || undefined)
    // The next hour's notice comes after all that this hour's messages could bring: two in all, not three.
    await story.pass(61 * minuteMs)
    client.write(`oxirgi marta: ${cardNumber}`)
    const told = () => client.heard().filter(({ text }) => text?.includes('yashirdik'))
    await until(async () => told().length > 1 || undefined)
    expect(told()).toHaveLength(2)
  })
})
