/** Every regular expression of the program is linear, or says here what bounds the text it meets. */
import { checkSync } from 'recheck'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from './source-files.ts'

type Literal = { readonly file: string; readonly source: string; readonly flags: string }

function literalsOf(file: string, text: string): Literal[] {
  const found: Literal[] = []
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind))
  return found
}

/** `safe`: linear. `unknown`: more than the analysis can read or has time for. */
function judge({ file, source, flags }: Literal): 'safe' | 'square' | 'worse' | 'unknown' {
  // Those with a bound of their own are only looked at for what explodes at once.
  const timeout = bounded[file] === undefined ? 20_000 : 1_000
  const found = checkSync(source, flags.replace(/[dyvg]/g, ''), { checker: 'automaton', timeout })
  if (found.status === 'unknown') return 'unknown'
  if (found.status === 'safe') return 'safe'
  return found.complexity.type === 'polynomial' && found.complexity.degree === 2 ? 'square' : 'worse'
}

/** Files whose expressions may take the square of their text, or more than the analysis can read, and what bounds that text. */
const bounded: Readonly<Record<string, string>> = {
  'src/bots/dialogue/client-words.ts': 'a message of a client, 8,000 characters at most; alternatives of fixed words',
  'src/bots/meta/graph-api.ts': 'an address out of the configuration',
  'src/bots/meta/metadata.ts': 'a label this program made itself',
  'src/bots/meta/read-json.ts': 'a body of 1 MB at most; each branch begins with another character and eats what follows once',
  'src/bots/telegram/fetch-file.ts': 'an address out of the configuration',
  'src/bots/telegram/telegram-api.ts': 'an address out of the configuration',
  'src/bots/vk/message-body.ts': 'a message, with a bound inside',
  'src/bots/vk/vk-api.ts': 'an address out of the configuration',
  'src/classifier/text/fold.ts': 'one word of a message',
  'src/classifier/text/transliterate.ts': 'one word of a message',
  'src/handoff/routing/named-staff.ts': 'one word of a message',
  'src/handoff/templates/template-use.ts': 'a reply, 8,000 characters at most',
  'src/handoff/templates/template.ts': 'a template, 8,000 characters at most',
  'src/platform/config/schema.ts': 'a setting',
  'src/platform/files/s3-file-store.ts': 'an address out of the configuration',
  'src/platform/http/web.ts': 'the path of a built file',
  'src/privacy/asked-secrets.ts': 'one word of a reply',
  'src/privacy/find-codes.ts': 'the few characters between a word and a number',
  'src/privacy/find-expiries.ts': 'what follows a card number; tells of growth are in growth.test.ts',
  'src/privacy/phrases.ts': 'a phrase of the guard’s lists',
}

const literals = sourceFiles(['src', 'web'])
  .filter(({ path }) => !path.includes('.test.'))
  .flatMap(({ path, text }) => literalsOf(path, text))

describe('regular expressions', () => {
  it('are found wherever they are written', () => {
    expect(literals.length).toBeGreaterThan(200)
    const found = literalsOf('x.ts', 'const a = /^(a+)+$/u; const b = 1 / 2 / 3')
    expect(found).toEqual([{ file: 'x.ts', source: '^(a+)+$', flags: 'u' }])
  })

  it('that explode are seen to', () => {
    for (const source of ['^(a+)+$', '(a|a)*b', '^(\\w+\\s?)*$'])
      expect(judge({ file: '', source, flags: '' }), source).toBe('worse')
    expect(judge({ file: '', source: '\\s+$', flags: '' })).toBe('square')
  })

  it('are linear, or meet a text with a bound', { timeout: 400_000 }, () => {
    const judged = literals.map((one) => ({ ...one, is: judge(one) }))
    const faults = judged.filter(({ file, is }) => is === 'worse' || (is !== 'safe' && bounded[file] === undefined))
    expect(faults.map(({ file, source, is }) => `${is} ${file}: ${source}`)).toEqual([])
    const files = new Set(literals.map(({ file }) => file))
    expect(Object.keys(bounded).filter((file) => !files.has(file))).toEqual([])
  })
})
