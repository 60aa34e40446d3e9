/** One A4 page of a report: head, tiles, a drawing of the days, tables. Everything is placed by hand, so that it stays one page. */
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

const require = createRequire(import.meta.url)
const fontFile = (name: string) => require.resolve(`@expo-google-fonts/inter/${name}`)
const fonts = {
  regular: fontFile('400Regular/Inter_400Regular.ttf'),
  bold: fontFile('600SemiBold/Inter_600SemiBold.ttf'),
} as const

const ink = {
  dark: '#14211b',
  soft: '#5d6b64',
  line: '#dfe5e1',
  bank: '#0b7a4b',
  back: '#f3f6f4',
  bad: '#b3261e',
} as const
const margin = 40
const width = 595.28 - 2 * margin

export type Tile = { readonly name: string; readonly value: string; readonly note: string }
export type PdfTable = {
  readonly title: string
  /** The first column is text; the others are told as they are. */
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
export type PdfPage = {
  readonly title: string
  readonly lead: string
  readonly asOf: string
  readonly tiles: readonly Tile[]
  readonly bars: {
    readonly title: string
    readonly legend: readonly [string, string]
    readonly values: readonly (readonly [number, number])[]
  } | null
  readonly tables: readonly PdfTable[]
  readonly notes: readonly string[]
}

type Doc = InstanceType<typeof PDFDocument>

/** An A4 document with our fonts, `regular` and `bold`; `written` is all of it once it was ended. */
export function beginPdf(title: string): { doc: Doc; written: Promise<Buffer> } {
  const doc = new PDFDocument({ size: 'A4', margin, info: { Title: title, Author: 'murojaat' } })
  const parts: Buffer[] = []
  const written = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (part: Buffer) => parts.push(part))
    doc.on('end', () => resolve(Buffer.concat(parts)))
    doc.on('error', reject)
  })
  doc.registerFont('regular', fonts.regular).registerFont('bold', fonts.bold)
  return { doc, written }
}

/** The page as a PDF with its fonts inside: Latin, Cyrillic and the Uzbek letters of both look alike everywhere. */
export async function writePdf(page: PdfPage): Promise<Buffer> {
  const { doc, written } = beginPdf(page.title)
  let y = drawHead(doc, page)
  y = drawTiles(doc, page.tiles, y)
  if (page.bars) y = drawBars(doc, page.bars, y)
  y = drawTables(doc, page.tables, y)
  drawNotes(doc, page.notes)
  doc.end()
  return written
}

function drawHead(doc: Doc, { title, lead, asOf }: PdfPage): number {
  doc.rect(0, 0, 595.28, 6).fill(ink.bank)
  doc.font('bold').fontSize(18).fillColor(ink.dark).text(title, margin, 28, { width, lineBreak: false })
  doc
    .font('regular')
    .fontSize(10)
    .fillColor(ink.soft)
    .text(lead, margin, 52, { width: width / 2, lineBreak: false })
  doc.text(asOf, margin + width / 2, 52, { width: width / 2, align: 'right', lineBreak: false })
  return 76
}

const tilesInRow = 4
const tileHeight = 52

function drawTiles(doc: Doc, tiles: readonly Tile[], top: number): number {
  const gap = 8
  const tileWidth = (width - gap * (tilesInRow - 1)) / tilesInRow
  tiles.forEach((tile, i) => {
    const x = margin + (i % tilesInRow) * (tileWidth + gap)
    const y = top + Math.floor(i / tilesInRow) * (tileHeight + gap)
    doc.roundedRect(x, y, tileWidth, tileHeight, 5).fill(ink.back)
    const line = { width: tileWidth - 16, height: 10, ellipsis: true, lineBreak: false }
    doc
      .font('regular')
      .fontSize(7)
      .fillColor(ink.soft)
      .text(tile.name, x + 8, y + 7, line)
    doc
      .font('bold')
      .fontSize(15)
      .fillColor(ink.dark)
      .text(tile.value, x + 8, y + 17, { ...line, height: 18 })
    doc
      .font('regular')
      .fontSize(6.5)
      .fillColor(ink.soft)
      .text(tile.note, x + 8, y + 38, line)
  })
  return top + Math.ceil(tiles.length / tilesInRow) * (tileHeight + gap) + 6
}

const barsHeight = 86

function drawBars(doc: Doc, bars: NonNullable<PdfPage['bars']>, top: number): number {
  drawTitle(doc, bars.title, top)
  const legend = `■ ${bars.legend[0]}`
  doc
    .font('regular')
    .fontSize(7)
    .fillColor(ink.bank)
    .text(legend, margin, top + 1, { width: width - 90, align: 'right', lineBreak: false })
  doc.fillColor(ink.soft).text(`■ ${bars.legend[1]}`, margin, top + 1, { width, align: 'right', lineBreak: false })
  const most = Math.max(1, ...bars.values.flat())
  const step = width / bars.values.length
  const base = top + 16 + barsHeight
  for (const share of [0, 0.5, 1]) {
    const y = base - share * barsHeight
    doc
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .lineWidth(0.5)
      .strokeColor(ink.line)
      .stroke()
    doc
      .font('regular')
      .fontSize(6)
      .fillColor(ink.soft)
      .text(String(Math.round(most * share)), margin, y - 8, { lineBreak: false })
  }
  bars.values.forEach(([first, second], i) => {
    const x = margin + i * step
    const bar = Math.max(0.6, step * 0.38)
    doc.rect(x + step * 0.1, base - (first / most) * barsHeight, bar, (first / most) * barsHeight).fill(ink.bank)
    doc.rect(x + step * 0.1 + bar, base - (second / most) * barsHeight, bar, (second / most) * barsHeight).fill('#a9b5ae')
  })
  return base + 14
}

function drawTitle(doc: Doc, title: string, y: number): void {
  doc.font('bold').fontSize(9.5).fillColor(ink.dark).text(title, margin, y, { width, lineBreak: false })
}

const rowHeight = 13.5
const lastY = 770

function drawTables(doc: Doc, tables: readonly PdfTable[], top: number): number {
  let y = top
  for (const table of tables) {
    // What does not fit is in the spreadsheet; a page that says so is better than a second one.
    const room = Math.floor((lastY - y - 30) / rowHeight)
    if (room < 2) return y
    y = drawTable(doc, { ...table, rows: table.rows.slice(0, room - 1) }, y)
  }
  return y
}

function drawTable(doc: Doc, { title, head, rows }: PdfTable, top: number): number {
  drawTitle(doc, title, top)
  let y = top + 15
  const first = width * 0.3
  const rest = (width - first) / Math.max(1, head.length - 1)
  const line = (cells: readonly string[], font: 'regular' | 'bold', color: string) => {
    cells.forEach((cell, i) => {
      const x = i === 0 ? margin : margin + first + (i - 1) * rest
      const options = { width: (i === 0 ? first : rest) - 4, height: 10, ellipsis: true, lineBreak: false }
      doc
        .font(font)
        .fontSize(7)
        .fillColor(color)
        .text(cell, x, y + 3, { ...options, align: i === 0 ? 'left' : 'right' })
    })
    y += rowHeight
    doc
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .lineWidth(0.5)
      .strokeColor(ink.line)
      .stroke()
  }
  line(head, 'regular', ink.soft)
  for (const row of rows) line(row, 'regular', ink.dark)
  return y + 12
}

function drawNotes(doc: Doc, notes: readonly string[]): void {
  doc
    .font('regular')
    .fontSize(6.5)
    .fillColor(ink.soft)
    .text(notes.join('\n'), margin, 778, { width, height: 26, ellipsis: true })
}
