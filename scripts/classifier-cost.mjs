/**
 * What classifying costs, measured in a process of its own: `classifier-cost.mjs <module> <warming>` with JSON strings, one text a line,
 * on stdin; one JSON object on stdout. The module gives `loadClassifier`; the first texts, as many as `warming` says, are classified
 * before anything is timed, so that the code is compiled, and are none of those measured.
 * Times are the process's own processor time (user), which a busy machine stretches less than the clock; memory is the most
 * resident while texts were classified.
 */
import { createInterface } from 'node:readline'

const [, , module, warming = '0'] = process.argv

/** Processor milliseconds of what is done meanwhile. */
function spent(before) {
  return process.cpuUsage(before).user / 1_000
}

const beforeLoad = process.cpuUsage()
const { loadClassifier } = await import(module)
const { classify } = loadClassifier()
const loadMs = spent(beforeLoad)

let resident = 0

/** Looked at now and then: the system's own maximum begins with that of the process that started this one. */
function lookAtMemory() {
  resident = Math.max(resident, process.memoryUsage.rss())
}

function textsPerSecond(texts) {
  const before = process.cpuUsage()
  for (const [at, text] of texts.entries()) {
    classify(text)
    if (at % 250 === 0) lookAtMemory()
  }
  return Math.round((texts.length / spent(before)) * 1_000)
}

/** A word nobody has seen: letters by a small counter-driven generator, so that every run meets the same. */
function strangeWord(length, letters, state) {
  let word = ''
  while (word.length < length) {
    state.at = (Math.imul(state.at, 1_664_525) + 1_013_904_223) >>> 0
    word += letters.charAt((state.at >>> 16) % letters.length)
  }
  return word
}

const rounds = 200
const bad = [
  ['abcdefghijklmnopqrstuvxyz', 12, 300],
  ['абвгдежзийклмнопрстуфхцчшъыьэюяўқғҳ', 12, 300],
  ['abcdefghijklmnopqrstuvxyz', 40, 2_500],
]

/** The mean of many texts of words that none of them shares, the dearest kind; the first half warms up. */
function dearest() {
  const state = { at: 7 }
  const means = bad.map(([letters, length, words]) => {
    const texts = Array.from({ length: rounds }, () =>
      Array.from({ length: words }, () => strangeWord(length, letters, state)).join(' '),
    )
    for (const text of texts.slice(0, rounds / 2)) classify(text)
    const before = process.cpuUsage()
    for (const text of texts.slice(rounds / 2)) classify(text)
    return spent(before) / (rounds / 2)
  })
  return Math.max(...means)
}

const texts = []
for await (const line of createInterface({ input: process.stdin })) texts.push(String(JSON.parse(line)))
const warm = texts.splice(0, Number(warming))
for (const text of warm) classify(text)
const first = textsPerSecond(texts)
const again = textsPerSecond(texts)
const residentMb = Math.round(resident / 1024 / 1024)
console.log(JSON.stringify({ loadMs: Math.round(loadMs), first, again, residentMb, dearestMs: dearest() }))
