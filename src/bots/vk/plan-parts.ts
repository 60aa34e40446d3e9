/** A reply as messages of VK: pure. */
import type { MessageButton } from '#contracts'
import type { AttachmentRecord, ClaimedDelivery } from '#inbox'
import { splitText } from '../deliver/split-text.ts'
import { cut } from '../vendor/vendor-values.ts'

export type VkPart =
  | { kind: 'text'; text: string; buttons: readonly (readonly MessageButton[])[] }
  | { kind: 'file'; attachment: AttachmentRecord }

/** Longer texts are refused with error 914; counted in UTF-16 units, which are never fewer. */
export const vkTextUnits = 4096
/** What a keyboard under a message may hold. https://dev.vk.com/en/api/bots/development/keyboard */
const rowsAtOnce = 6
const buttonsInRow = 5
const buttonsAtOnce = 10
const labelUnits = 40
/** A second message that only carries further buttons needs some words. */
const furtherButtons = '…'

/** Rows as they were meant where they fit, else two a row and as many messages as are needed. */
function keyboardsOf(rows: readonly (readonly MessageButton[])[]): (readonly (readonly MessageButton[])[])[] {
  const buttons = rows.flat()
  const fits = rows.length <= rowsAtOnce && buttons.length <= buttonsAtOnce && rows.every((row) => row.length <= buttonsInRow)
  if (fits) return [rows]
  const pairs = Array.from({ length: Math.ceil(buttons.length / 2) }, (_none, index) => buttons.slice(index * 2, index * 2 + 2))
  const pairsAtOnce = buttonsAtOnce / 2
  return Array.from({ length: Math.ceil(pairs.length / pairsAtOnce) }, (_none, index) =>
    pairs.slice(index * pairsAtOnce, (index + 1) * pairsAtOnce),
  )
}

/** Text first and split, then the files; the buttons under the last text. */
export function planParts(reply: Pick<ClaimedDelivery, 'text' | 'attachments' | 'content'>): VkPart[] {
  const files = reply.attachments.map((attachment): VkPart => ({ kind: 'file', attachment }))
  const rows = (reply.content.buttons ?? []).filter((row) => row.length > 0)
  if (reply.text === '' && files.length > 0 && rows.length === 0) return files
  const texts = splitText(reply.text, vkTextUnits)
  const last = texts.at(-1) ?? ''
  const before = texts.slice(0, -1).map((text): VkPart => ({ kind: 'text', text, buttons: [] }))
  const carrying = keyboardsOf(rows).map(
    (buttons, index): VkPart => ({ kind: 'text', text: index === 0 ? last : furtherButtons, buttons }),
  )
  return [...before, ...files, ...carrying]
}

/** Under the message itself; every press comes back as a message with its payload. */
export function keyboardJson(rows: readonly (readonly MessageButton[])[]): string {
  const buttons = rows.map((row) =>
    row.map(({ label, data }) => ({
      action: { type: 'text', label: cut(label, labelUnits), payload: JSON.stringify({ button: data }) },
      color: 'secondary',
    })),
  )
  return JSON.stringify({ inline: true, buttons })
}
