/**
 * Numbers read out in words, as people dictate a card: "sakkiz olti nol nol", "восемьдесят шесть ноль ноль", "eighty-six double
 * zero". Uzbek in both scripts, Russian, English; only the spellings a person dictates with, so no ordinals.
 */
import type { Word } from './words.ts'
import { foldWord } from './words.ts'

/** `unit` 1–9, `zero`, `teen` 10–19, `ten` 20–90, `hundred` 100–900, `times`: how often the next digit is meant. */
type NumeralKind = 'zero' | 'unit' | 'teen' | 'ten' | 'hundred' | 'by_hundred' | 'by_thousand' | 'times'
export type Numeral = {
  readonly kind: NumeralKind
  readonly value: number
  readonly start: number
  readonly end: number
  /** "два нуля": the number before says how many. */
  readonly isCounted?: boolean
}
type Meaning = Pick<Numeral, 'kind' | 'value' | 'isCounted'>

const meanings = new Map<string, Meaning>()
function learn(kind: NumeralKind, value: number, spellings: string, isCounted = false): void {
  for (const spelling of spellings.split(' ')) meanings.set(foldWord(spelling), { kind, value, isCounted })
}

learn('zero', 0, 'nol nul nolь ноль нуль нол нолик zero oh')
learn('zero', 0, 'нуля ноля нулей нолей', true)
for (const [value, spellings] of [
  'bir бир один одна раз one',
  'ikki iki икки два две two',
  'uch уч три three',
  "to'rt tort turt tort тўрт турт торт четыре четире four",
  'besh bew беш пять five',
  'olti oltiy олти шесть шест six',
  'yetti etti yeti етти йетти семь сем seven',
  'sakkiz sakiz sakkis саккиз восемь восем eight',
  "to'qqiz toqqiz tuqqiz tokkiz tukkiz тўққиз туккиз токкиз девять девят nine",
].entries())
  learn('unit', value + 1, spellings)
for (const [value, spellings] of [
  "o'n on un ўн десять десят ten",
  'одиннадцать одинадцать eleven',
  'двенадцать twelve',
  'тринадцать thirteen',
  'четырнадцать fourteen',
  'пятнадцать fifteen',
  'шестнадцать sixteen',
  'семнадцать seventeen',
  'восемнадцать eighteen',
  'девятнадцать nineteen',
].entries())
  learn('teen', value + 10, spellings)
for (const [value, spellings] of [
  'yigirma yigrma игирма йигирма двадцать twenty',
  "o'ttiz ottiz uttiz ўттиз уттиз тридцать thirty",
  'qirq kirk қирқ кирк сорок forty fourty',
  'ellik elik эллик пятьдесят пядесят fifty',
  'oltmish oltmiw олтмиш шестьдесят sixty',
  'yetmish etmish етмиш йетмиш семьдесят seventy',
  'sakson саксон восемьдесят eighty',
  "to'qson toqson tuqson тўқсон туксон токсон девяносто ninety",
].entries())
  learn('ten', value * 10 + 20, spellings)
for (const [value, spellings] of [
  'сто',
  'двести',
  'триста',
  'четыреста',
  'пятьсот',
  'шестьсот',
  'семьсот',
  'восемьсот',
  'девятьсот',
].entries())
  learn('hundred', (value + 1) * 100, spellings)
learn('by_hundred', 100, 'yuz юз hundred')
learn('by_thousand', 1000, 'ming минг тысяча тысяч тысячи thousand')
learn('times', 2, 'ikkita иккита double dubl дубль')
learn('times', 3, 'uchta учта triple')
learn('times', 4, "to'rtta тўртта туртта")

/** The numerals among the words; null where there are none, which is nearly always. */
export function numeralsOf(words: readonly Word[]): ReadonlyMap<number, Numeral> | null {
  let found: Map<number, Numeral> | null = null
  for (const { folded, start, end } of words) {
    const meaning = folded.length < 2 ? undefined : meanings.get(folded)
    if (meaning === undefined) continue
    found ??= new Map()
    found.set(start, { ...meaning, start, end })
  }
  return found
}

export type Spoken = { readonly start: number; readonly end: number; readonly digits: string }

/** A number under way: what was said so far and the first place that is no longer open. */
type Pending = { readonly value: number; readonly open: number; readonly start: number; readonly end: number }

/**
 * Digits of numerals said in a row, each spoken number apart: "sakson olti nol nol" is 86, 0, 0.
 * @param isCounting also "ikki nol" (two, zero) means two zeros; the other reading of the same words.
 */
export function spokenDigits(numerals: readonly Numeral[], isCounting: boolean): Spoken[] {
  const speech = new Speech(isCounting)
  for (const numeral of numerals) speech.hear(numeral)
  speech.flush()
  return speech.spoken
}

class Speech {
  readonly spoken: Spoken[] = []
  private pending: Pending | null = null
  private times: Numeral | null = null
  private readonly isCounting: boolean
  constructor(isCounting: boolean) {
    this.isCounting = isCounting
  }

  flush(): void {
    if (this.pending) this.spoken.push({ ...this.pending, digits: String(this.pending.value) })
    this.pending = null
  }

  hear(numeral: Numeral): void {
    const count = this.countFor(numeral)
    if (numeral.kind === 'times') {
      this.flush()
      this.times = numeral
    } else if (count) {
      this.spoken.push({ start: count.start, end: numeral.end, digits: String(numeral.value).repeat(count.value) })
      this.times = null
    } else {
      const grown = this.pending && grow(this.pending, numeral)
      if (!grown) this.flush()
      this.pending = grown ?? begin(numeral)
    }
  }

  /** What says how often the numeral is meant: "double zero", "два нуля". */
  private countFor({ kind, isCounted }: Numeral): { start: number; value: number } | null {
    if (this.times) return this.times
    const { pending } = this
    const mayCount = kind === 'zero' && (isCounted === true || this.isCounting)
    if (!mayCount || !pending || pending.value < 2 || pending.value > 6) return null
    this.pending = null
    return pending
  }
}

const openPlaces: Readonly<Record<NumeralKind, number>> = {
  zero: 0,
  unit: 1,
  teen: 1,
  ten: 10,
  hundred: 100,
  by_hundred: 100,
  by_thousand: 1000,
  times: 0,
}
/** Uzbek says fifteen as ten and five, so ten is open for a unit. */
const openOf = (kind: NumeralKind, value: number) => (value === 10 ? 10 : openPlaces[kind])
/** The place above the one the numeral fills; it must still be open. */
const placeAbove: Readonly<Partial<Record<NumeralKind, number>>> = { unit: 10, teen: 100, ten: 100, hundred: 1000 }

function begin({ kind, value, start, end }: Numeral): Pending {
  return { value, open: openOf(kind, value), start, end }
}

/** The number with one more word, or null where the word begins another one. */
function grow(pending: Pending, { kind, value, end }: Numeral): Pending | null {
  if (kind === 'by_hundred' || kind === 'by_thousand') return multiply(pending, value, end)
  const place = placeAbove[kind]
  if (place === undefined || pending.open < place) return null
  return { value: pending.value + value, open: openOf(kind, value), start: pending.start, end }
}

function multiply(pending: Pending, by: number, end: number): Pending | null {
  const { value, start } = pending
  if (by === 1000) return value > 0 && value < 1000 ? { value: value * 1000, open: 1000, start, end } : null
  // "sakkiz ming olti yuz": the last unit said is the one that is multiplied.
  const unit = value % 10
  if (unit === 0 || value % 100 !== unit) return null
  return { value: value - unit + unit * 100, open: 100, start, end }
}
