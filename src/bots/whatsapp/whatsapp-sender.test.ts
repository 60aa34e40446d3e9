import { describe, expect, it } from 'vitest'
import { shareContactData } from '../buttons.ts'
import { planWhatsAppParts, textMessage } from './whatsapp-sender.ts'

const button = (label: string, data = `bot:${label}`) => ({ label, data })
const plan = (text: string, labels: string[]) =>
  planWhatsAppParts({ text, attachments: [], content: { buttons: [labels.map((label) => button(label))] } })

describe('a reply of WhatsApp', () => {
  it('keeps the words over buttons within 1,024 and the rest before them', () => {
    const parts = plan('Бир гап. '.repeat(200).trim(), ['Ha'])
    expect(parts.length).toBe(2)
    expect(parts.every((part) => part.kind === 'text' && part.text.length <= 1024)).toBe(true)
    expect(parts.map((part) => (part.kind === 'text' ? part.buttons.length : 0))).toEqual([0, 1])
  })
  it('does not ask for a number that WhatsApp shows anyway', () => {
    const content = { buttons: [[button('Raqamim', shareContactData)]] }
    expect(planWhatsAppParts({ text: 'Salom', attachments: [], content })).toEqual([
      { kind: 'text', text: 'Salom', buttons: [] },
    ])
  })
  it('cuts long words of a button, and tells them whole in a list', () => {
    const long = 'Yunusobod tumani filialidan javob'
    expect(textMessage('a', [button(long)])).toMatchObject({
      interactive: { type: 'button', action: { buttons: [{ reply: { title: long.slice(0, 20) } }] } },
    })
    expect(textMessage('a', [button(long), button('1'), button('2'), button('3')])).toMatchObject({
      interactive: {
        type: 'list',
        action: { sections: [{ rows: [{ title: long.slice(0, 24), description: long }, {}, {}, {}] }] },
      },
    })
  })
})
