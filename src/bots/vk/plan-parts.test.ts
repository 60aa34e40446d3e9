import { describe, expect, it } from 'vitest'
import { keyboardJson, planParts } from './plan-parts.ts'

const button = (index: number) => ({ label: `Tugma ${index}`, data: `bot:${index}` })
const plan = (text: string, buttons: { label: string; data: string }[][] = []) =>
  planParts({ text, attachments: [], content: { buttons } })

describe('a reply as messages of VK', () => {
  it('carries its buttons under the last part, in the rows they were meant in', () => {
    const rows = [[button(1), button(2)], [button(3)]]
    const parts = plan(`${'a'.repeat(4000)} ${'b'.repeat(4000)}`, rows)
    expect(parts).toMatchObject([
      { kind: 'text', buttons: [] },
      { kind: 'text', buttons: rows },
    ])
  })

  it('puts buttons that are too many for one keyboard into further messages, none of them lost', () => {
    const rows = Array.from({ length: 8 }, (_none, index) => [button(index * 3), button(index * 3 + 1), button(index * 3 + 2)])
    const parts = plan('Tanlang', rows)
    const keyboards = parts.map((part) => (part.kind === 'text' ? part.buttons : []))
    expect(parts.map((part) => (part.kind === 'text' ? part.text : ''))).toEqual(['Tanlang', '…', '…'])
    expect(keyboards.flat(2)).toEqual(rows.flat())
    for (const keyboard of keyboards) expect(keyboard.flat().length).toBeLessThanOrEqual(10)
  })

  it('cuts a label VK would refuse and keeps what the button carries', () => {
    const keyboard = JSON.parse(keyboardJson([[{ label: 'x'.repeat(60), data: 'bot:person' }]])) as {
      buttons: { action: { label: string; payload: string } }[][]
    }
    const action = keyboard.buttons[0]?.[0]?.action
    expect(action?.label).toHaveLength(40)
    expect(JSON.parse(action?.payload ?? '')).toEqual({ button: 'bot:person' })
  })
})
