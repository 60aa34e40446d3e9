import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revealText } from '#inbox'
import { type House, openHouse, sealKey } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const stored = async (id: string) =>
  (await house.rows<{ text: string; masked_kinds: string[] }>('SELECT text, masked_kinds FROM message WHERE id = $1', id))[0]

describe('a card over two messages', () => {
  it('is hidden in both, and both originals stay with those who may read them', async () => {
    const first = await house.say('ana-card', 'kartam 8600 0052')
    const second = await house.say('ana-card', '6018 1595 shu')
    expect(await stored(first.messageId)).toEqual({ text: 'kartam ****', masked_kinds: ['card'] })
    expect(await stored(second.messageId)).toEqual({ text: '****1595 shu', masked_kinds: ['card'] })
    const reveal = async (messageId: typeof first.messageId) =>
      (await revealText(house.ctx, sealKey, { messageId, reason: 'fraud_check' })).map(({ text }) => text)
    expect(await reveal(first.messageId)).toEqual(['kartam 8600 0052'])
    expect(await reveal(second.messageId)).toEqual(['6018 1595 shu'])
  })
  it('of two clients is none', async () => {
    const first = await house.say('bir-mijoz', '8600 0052')
    const second = await house.say('ikki-mijoz', '6018 1595')
    expect([(await stored(first.messageId))?.text, (await stored(second.messageId))?.text]).toEqual(['8600 0052', '6018 1595'])
  })
  it('sent at once is hidden in both as well', async () => {
    const [first, second] = await Promise.all([house.say('tez-mijoz', '9860 0118'), house.say('tez-mijoz', '6091 3901')])
    expect([(await stored(first.messageId))?.text, (await stored(second.messageId))?.text]).toEqual(['****', '****3901'])
  })
  it('with a code that comes after its name is hidden too', async () => {
    await house.say('kod-mijoz', 'sms kod keldi')
    const second = await house.say('kod-mijoz', '482913')
    expect(await stored(second.messageId)).toEqual({ text: '****', masked_kinds: ['code'] })
  })
})

describe('names people give', () => {
  it('to files and contacts are masked, and sealed behind the text', async () => {
    const { messageId } = await house.say('fayl-mijoz', 'mana rasm', {
      kind: 'document',
      attachments: [{ kind: 'document', fileName: 'karta_8600_0052_6018_1595.pdf', vendorRef: {} }],
      content: { forwardedFrom: 'Ali 8600005260181595' },
    })
    const [file] = await house.rows<{ file_name: string }>('SELECT file_name FROM attachment WHERE message_id = $1', messageId)
    expect(file?.file_name).toBe('karta_************1595.pdf')
    const [message] = await house.rows<{ content: unknown; masked_kinds: string[] }>(
      'SELECT content, masked_kinds FROM message WHERE id = $1',
      messageId,
    )
    expect(message).toMatchObject({ content: { forwardedFrom: 'Ali ************1595' }, masked_kinds: ['card'] })
    const [revealed] = await revealText(house.ctx, sealKey, { messageId, reason: 'fraud_check' })
    expect(revealed?.text).toBe('mana rasm\nkarta_8600_0052_6018_1595.pdf\nAli 8600005260181595')
  })
})
