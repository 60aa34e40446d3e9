import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, InvariantError } from '#kernel'
import { describeError } from './describe-error.ts'
import { createLog } from './log.ts'

const card = '8600 1234 5678 9012'

function linesOf(write: (log: ReturnType<typeof createLog>) => void): { text: string; lines: Record<string, unknown>[] } {
  const raw: string[] = []
  write(createLog('debug', { write: (line) => void raw.push(line) }))
  return { text: raw.join(''), lines: raw.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

describe('the log', () => {
  it('hides the payload a vendor library hangs on its error, and its message', () => {
    const error = Object.assign(new Error(`400: cannot send "${card}"`), {
      name: 'GrammyError',
      payload: { chat_id: 42, text: `Your card ${card} is blocked` },
      error_code: 400,
      description: card,
    })
    const { text, lines } = linesOf((log) => log.error({ err: error, deliveryId: 'd1' }, 'a delivery failed'))
    expect(text).not.toContain('8600')
    expect(lines[0]).toMatchObject({ msg: 'a delivery failed', deliveryId: 'd1', err: { type: 'GrammyError' } })
  })

  it('tells code and constraint of a database error, and not the values it quotes', () => {
    const error = Object.assign(new Error(`duplicate key (phone)=(${card})`), {
      code: '23505',
      constraint: 'identity_pkey',
      detail: `Key (phone)=(${card}) already exists`,
      parameters: [card],
    })
    const { text, lines } = linesOf((log) => log.error({ err: new AppError('server.bug', {}, { cause: error }) }, 'failed'))
    expect(text).not.toContain('8600')
    expect(lines[0]).toMatchObject({
      err: { type: 'AppError', code: 'server.bug', cause: { code: '23505', constraint: 'identity_pkey' } },
    })
  })

  it('tells codes and paths of a schema, and not the values that did not fit', () => {
    const result = z
      .object({ text: z.string(), by: z.record(z.string(), z.number()) })
      .safeParse({ text: 7, by: { [card]: card } })
    const { text, lines } = linesOf((log) => log.warn({ err: result.error }, 'malformed'))
    expect(text).not.toContain('8600')
    expect(lines[0]).toMatchObject({ err: { issues: ['text:invalid_type', 'by.?:invalid_type'] } })
  })

  it('prints no object it does not know, however deep a text hides in it', () => {
    const { text, lines } = linesOf((log) => log.info({ message: { text: card }, list: [{ text: card }, 1], n: 3n }, 'seen'))
    expect(text).not.toContain('8600')
    expect(lines[0]).toMatchObject({ message: '[object]', list: ['[object]', 1], n: '3' })
  })

  it('takes whatever was thrown', () => {
    const thrown: unknown[] = [null, undefined, card, 7, { text: card }]
    const { text } = linesOf((log) => {
      for (const err of thrown) log.error({ err }, 'thrown')
    })
    expect(text).not.toContain('8600')
  })

  it('tells an error by its type and not by its words, whatever the field is called', () => {
    const { text, lines } = linesOf((log) => log.warn({ reason: new TypeError(`no card ${card}`) }, 'refused'))
    expect(text).not.toContain('8600')
    expect(lines[0]).toMatchObject({ reason: { type: 'TypeError' } })
  })

  it('gives its child lines the fields of the parent, tamed the same way', () => {
    const { lines, text } = linesOf((log) => log.child({ trace: 't1', message: { text: card } }).info({}, 'done'))
    expect(lines[0]).toMatchObject({ trace: 't1', msg: 'done' })
    expect(text).not.toContain('8600')
  })
})

describe('an error as the log tells it', () => {
  it('keeps our own sentences and facts', () => {
    expect(describeError(new InvariantError('a bar has beats'))).toMatchObject({ message: 'a bar has beats' })
    expect(describeError(new AppError('request.closed', { requestId: 'r1' }))).toMatchObject({
      code: 'request.closed',
      facts: { requestId: 'r1' },
    })
  })

  it('shows our own frames only, relative to the project', () => {
    const { stack } = describeError(new Error('x'))
    expect(stack?.[0]).toMatch(/^.*src\/platform\/log\/log\.test\.ts:\d+:\d+\)?$/)
    expect(stack?.join()).not.toContain('node_modules')
    expect(stack?.join()).not.toContain(process.cwd())
  })

  it('follows causes only so far, even where they go in a circle', () => {
    const error = new Error('x')
    error.cause = error
    expect(JSON.stringify(describeError(error)).split('"type"')).toHaveLength(6)
  })
})
