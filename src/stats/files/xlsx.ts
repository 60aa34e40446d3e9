import writeExcelFile from 'write-excel-file/node'
import { type CellKind, hoursOf, type Sheet } from './book.ts'

/** Durations are hours, so that a spreadsheet can add them up. */
const formats: Readonly<Record<Exclude<CellKind, 'text'>, string>> = { count: '#,##0', share: '0.0%', ms: '0.00' }
/** A spreadsheet's own limit for the name of a sheet, and the signs it refuses there. */
const longestName = 31
const refused = /[\\/?*[\]:]/g
const widths: Readonly<Record<CellKind, number>> = { text: 28, count: 12, share: 12, ms: 12 }

/** Texts are written as texts: what begins with "=" is never run. */
export async function writeXlsx(sheets: readonly Sheet[]): Promise<Buffer> {
  return await writeExcelFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name.replaceAll(refused, ' ').slice(0, longestName),
      stickyRowsCount: 1,
      columns: columns.map(({ kind }) => ({ width: widths[kind] })),
      data: [
        columns.map(({ head }) => ({ value: head, type: String, fontWeight: 'bold' as const, wrap: true })),
        ...rows.map((row) => row.map((value, i) => cellOf(value, columns[i]?.kind ?? 'text'))),
      ],
    })),
  ).toBuffer()
}

function cellOf(value: string | number | null, kind: CellKind) {
  if (value === null) return null
  if (typeof value === 'string' || kind === 'text') return { value: String(value), type: String }
  return { value: kind === 'ms' ? hoursOf(value) : value, type: Number, format: formats[kind] }
}
