import * as fs from 'node:fs'
import * as path from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorCodes, errorTexts, languages } from '#contracts'
import { sourceFiles } from './source-files.ts'

const bannedNames = ['utils', 'helpers', 'common', 'manager', 'service', 'base', 'misc', 'types']
const everything = () => sourceFiles(['src', 'web', 'tests', 'scripts'])

describe('conventions', () => {
  it('no file has a name that hides a missing noun', () => {
    const banned = everything()
      .map((file) => file.path)
      .filter((file) =>
        path
          .basename(file)
          .split('.')[0]
          ?.split('-')
          .some((word) => bannedNames.includes(word)),
      )
    expect(banned).toEqual([])
  })

  it('every suppression says why', () => {
    const bare = everything().flatMap((file) =>
      file.text
        .split('\n')
        .filter(
          (line) =>
            /^\s*\/\/\s*@ts-(?:ignore|nocheck)|^\s*\/\/\s*@ts-expect-error\s*$/.test(line) ||
            /biome-ignore [\w/]+:?\s*$/.test(line),
        )
        .map((line) => `${file.path}: ${line.trim()}`),
    )
    expect(bare).toEqual([])
  })

  it('no mark of unfinished work is left in the source', () => {
    const word = ['TO', 'DO|FIX', 'ME|XX', 'X|HA', 'CK'].join('')
    const marked = everything()
      .filter((file) => new RegExp(`\\b(?:${word})\\b`).test(file.text))
      .map((file) => file.path)
    expect(marked).toEqual([])
  })

  it('every refusal has a sentence in four languages, and no two languages share it', () => {
    for (const code of errorCodes) {
      const sentences = languages.map((language) => errorTexts[language][code])
      expect(new Set(sentences).size, code).toBe(languages.length)
    }
  })

  it('every room has a door and a page that says what it promises', () => {
    const rooms = fs.readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory())
    for (const room of rooms) {
      expect(fs.existsSync(path.join('src', room.name, 'index.ts')), `${room.name}/index.ts`).toBe(true)
      expect(fs.existsSync(path.join('src', room.name, 'README.md')), `${room.name}/README.md`).toBe(true)
    }
  })

  it('the lock file names no download address', () => {
    expect(fs.readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"')
  })

  it('README is short and names the commands that exist', () => {
    const readme = fs.readFileSync('README.md', 'utf8')
    expect(readme.split('\n').length).toBeLessThanOrEqual(150)
    const { scripts } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = [...readme.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? '')
    expect(named.length).toBeGreaterThan(0)
    for (const name of named) expect(Object.keys(scripts), name).toContain(name)
  })

  it('every promise names a test file that exists', () => {
    const promises = fs.readFileSync('docs/invariants.md', 'utf8')
    const files = [...promises.matchAll(/`((?:tests|src|web)\/[\w./-]+\.test\.tsx?)`/g)].map((match) => match[1] ?? '')
    expect(files.length).toBeGreaterThanOrEqual(12)
    for (const file of files) expect(fs.existsSync(file), file).toBe(true)
  })

  it('every link between the documents leads somewhere', () => {
    const pages = [
      'README.md',
      'ARCHITECTURE.md',
      'CONTRIBUTING.md',
      ...sourceFiles(['docs'], ['.md']).map((file) => file.path),
    ]
    const dead = pages.flatMap((page) =>
      [...fs.readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => path.join(path.dirname(page), match[1] ?? ''))
        .filter((target) => !fs.existsSync(target))
        .map((target) => `${page} -> ${target}`),
    )
    expect(dead).toEqual([])
  })
})
