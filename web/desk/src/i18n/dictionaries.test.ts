import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { enQuality } from './quality/en.ts'
import { ruQuality } from './quality/ru.ts'
import { uzCyrlQuality } from './quality/uz-cyrl.ts'
import { uzLatnQuality } from './quality/uz-latn.ts'
import { enReviews } from './reviews/en.ts'
import { ruReviews } from './reviews/ru.ts'
import { uzCyrlReviews } from './reviews/uz-cyrl.ts'
import { uzLatnReviews } from './reviews/uz-latn.ts'
import { ru } from './ru.ts'
import { uzCyrl } from './uz-cyrl.ts'
import { uzLatn } from './uz-latn.ts'

/** With the words of parts that are fetched on demand. */
const whole = {
  uzLatn: { ...uzLatn, reviews: uzLatnReviews, quality: uzLatnQuality },
  uzCyrl: { ...uzCyrl, reviews: uzCyrlReviews, quality: uzCyrlQuality },
  ru: { ...ru, reviews: ruReviews, quality: ruQuality },
  en: { ...en, reviews: enReviews, quality: enQuality },
}

const source = path.resolve(import.meta.dirname, '..')
/** Attributes a person sees or hears. */
const spoken = new Set(['label', 'title', 'placeholder', 'aria-label', 'alt', 'description', 'error', 'nothingFound'])
/** Names of physical keys are the same in every language. */
const keys = /^(?:[A-Z]|Esc|Enter|Tab|Ctrl ?↵?|Ctrl Enter|[↑↓/?↵ ]+|G [A-Z])$/

function literalsIn(file: string): string[] {
  const tree = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const add = (node: ts.Node, text: string) => {
    if (!/\p{L}/u.test(text) || keys.test(text.trim())) return
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart())
    found.push(`${path.relative(source, file)}:${line + 1} ${text.trim()}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) add(node, node.text)
    if (
      ts.isJsxExpression(node) &&
      node.expression &&
      ts.isStringLiteralLike(node.expression) &&
      !ts.isJsxAttribute(node.parent)
    ) {
      add(node, node.expression.text)
    }
    if (
      ts.isJsxAttribute(node) &&
      spoken.has(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    ) {
      add(node, node.initializer.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

function screens(): string[] {
  return fs
    .readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => path.join(source, file))
}

test('no screen has words of its own: every text comes from a dictionary', () => {
  expect(screens().length).toBeGreaterThan(20)
  expect(screens().flatMap(literalsIn)).toEqual([])
})

test('the search for words in screens finds them', () => {
  const file = path.join(fs.mkdtempSync('/tmp/screens-'), 'planted.tsx')
  fs.writeFileSync(file, 'export const A = () => <p title="Salom">Hello <b>{"dunyo"}</b><kbd>Esc</kbd></p>')
  expect(literalsIn(file)).toHaveLength(3)
  fs.rmSync(path.dirname(file), { recursive: true })
})

/** Every sentence of a dictionary by its path; those with parts are asked with sample parts. */
function sentences(value: unknown, at = ''): [string, string][] {
  if (typeof value === 'string') return [[at, value]]
  if (typeof value === 'function') return [[at, String((value as (...parts: unknown[]) => unknown)(3, 2, 1))]]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, part]) => sentences(part, `${at}.${key}`))
}

/** Names that are written in Latin letters in every language. */
const latinNames =
  /[A-Z]+(?:_[A-Z]+)+|https?|Cloud API|Meta|IMEI|\bID\b|Telegram|Instagram|Messenger|Facebook|WhatsApp|VK|CSV|XLSX|PDF|QR|ICS|CSAT|NPS|n = |off, yearly, work, short|Asia\/Tashkent|Tab|Esc|Murojaat|English|O‘zbekcha|p9[059]|worker|\{\{[a-z_]+\}\}|uz-Cyrl|\b[RJTN]\b/g

test('the Cyrillic dictionaries have no Latin letters left in them', () => {
  for (const dictionary of [whole.uzCyrl, whole.ru]) {
    const left = sentences(dictionary).filter(([at, text]) => at !== '.locale' && /[a-z]/i.test(text.replace(latinNames, '')))
    expect(left).toEqual([])
  }
})

test('the Latin dictionaries have no Cyrillic letters but in the names of languages', () => {
  for (const dictionary of [whole.uzLatn, whole.en]) {
    const left = sentences(dictionary).filter(
      ([at, text]) => !at.startsWith('.words.languages') && /\p{Script=Cyrillic}/u.test(text),
    )
    expect(left).toEqual([])
  }
})

test('Uzbek is written with its own letters: o‘ and g‘, never a straight apostrophe', () => {
  expect(sentences(whole.uzLatn).filter(([, text]) => text.includes("'"))).toEqual([])
})

test('no sentence is empty but where an empty one is meant', () => {
  for (const dictionary of Object.values(whole)) {
    const empty = sentences(dictionary).filter(([at, text]) => text.trim() === '' && at !== '.list.from.client')
    expect(empty).toEqual([])
  }
})
