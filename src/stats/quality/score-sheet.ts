/** The formal sheet of a score, to be printed and signed. */
import { type Language, type QualityMark, zoneTime } from '#contracts'
import { AppError } from '#kernel'
import type { Ctx } from '#platform'
import { permissionsOf } from '#staff'
import { readNames } from '../files/book.ts'
import { beginPdf } from '../files/pdf-page.ts'
import { reportTimeZone } from '../lines/read-pages.ts'
import { type ScoreRow, selectScore } from './quality.store.ts'
import { cardOfVersion } from './quality.ts'
import { type SheetWords, sheetWords } from './sheet-words.ts'

type Lines = readonly (readonly [name: string, value: string])[]
/** `facts` and `parts` are what the page says, line by line. */
type ScoreSheet = { readonly name: string; readonly facts: Lines; readonly parts: Lines; readonly body: Buffer }

/**
 * For whose work it is (who scored it stays unsaid), for who gave it, and for who decides contests once it was contested.
 * @throws quality.not_found
 */
export async function scoreSheet(ctx: Ctx, scoreId: string, language: Language): Promise<ScoreSheet> {
  const score = await selectScore(ctx.db, scoreId)
  if (score === null || !isFor(ctx, score)) throw new AppError('quality.not_found', { scoreId })
  const { of } = await readNames(ctx, language)
  const words = sheetWords[language]
  const isOwn = ctx.actor.kind === 'operator' && ctx.actor.id === score.operatorId
  const facts: Lines = [
    [words.request, score.number],
    [words.operator, of('operator', score.operatorId)],
    [words.reviewer, isOwn ? words.hidden : of('operator', score.reviewerId)],
    [words.version, String(score.cardVersion)],
    [words.at, momentOf(score.at)],
    [words.total, `${Math.round(score.total * 10) / 10}${score.isZeroed ? ` (${words.zeroed})` : ''}`],
  ]
  const parts: Lines = [
    [words.items, (await itemLines(ctx, score, language)).join('\n')],
    ...(score.note ? [[words.note, score.note] as const] : []),
    ...(score.contestedAt ? [[`${words.contest}, ${momentOf(score.contestedAt)}`, contestOf(score, words)] as const] : []),
  ]
  const name = `murojaat-${score.number}-${language}.pdf`
  return { name, facts, parts, body: await drawSheet(words, facts, parts) }
}

function isFor({ actor }: Ctx, { operatorId, reviewerId, contestedAt }: ScoreRow): boolean {
  if (actor.kind !== 'operator') return false
  const mayDecide = contestedAt !== null && permissionsOf(actor.roles).has('quality.decide')
  return actor.id === operatorId || actor.id === reviewerId || mayDecide
}

/** Text flows: many long notes go on to a second page, nothing is cut off. */
function drawSheet(words: SheetWords, facts: Lines, parts: Lines): Promise<Buffer> {
  const { doc, written } = beginPdf(words.title)
  doc.font('bold').fontSize(17).text(words.title).moveDown(0.4)
  for (const [name, value] of facts)
    doc.font('regular').fontSize(9.5).text(`${name}: `, { continued: true }).font('bold').text(value)
  for (const [name, text] of parts) {
    doc.moveDown(0.8).font('bold').fontSize(11).text(name).moveDown(0.2)
    doc.font('regular').fontSize(9.5).text(text, { lineGap: 2 })
  }
  doc.moveDown(3).font('regular').fontSize(9.5)
  for (const name of [words.signReviewer, words.signOperator, words.signSupervisor])
    doc.text(`${name}: ______________________    ____.____.________`).moveDown(1)
  doc.end()
  return written
}

async function itemLines(ctx: Ctx, { cardVersion, marks }: ScoreRow, language: Language): Promise<string[]> {
  const { items, causes } = await cardOfVersion(ctx, cardVersion)
  const { mark: told } = sheetWords[language]
  const markOf = (mark: QualityMark) => {
    if (mark === null) return told.none
    return mark === 1 ? told.well : mark === 0 ? told.failed : told.half
  }
  return marks.map(({ item, mark, cause, note }, i) => {
    const of = items.find(({ code }) => code === item)
    const why = causes.find(({ code }) => code === cause)?.names[language] ?? ''
    const name = `${i + 1}. ${of?.names[language] ?? item} (${of?.weight ?? 0})`
    return `${name}: ${[markOf(mark), why, note].filter((part) => part !== '').join(' · ')}`
  })
}

const contestOf = ({ contest, decision, decisionNote }: ScoreRow, words: SheetWords) =>
  [contest, decision === null ? words.waiting : words[decision], decisionNote].filter(Boolean).join('\n')

/** "30.11.2026 18:05" of the bank. */
function momentOf(at: Date): string {
  const local = new Date(at.getTime() + zoneTime(reportTimeZone).offsetAt(at.getTime())).toISOString()
  return `${local.slice(0, 10).split('-').reverse().join('.')} ${local.slice(11, 16)}`
}
