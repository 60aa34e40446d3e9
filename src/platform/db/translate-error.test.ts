import { expect, it } from 'vitest'
import { AppError } from '#kernel'
import { isRetryable, translateDatabaseError } from './translate-error.ts'

it('tells whoever lost a deadlock to try again, however deep the layers hid it, and leaves a bug a bug', () => {
  const codeOf = (error: unknown) => (error instanceof AppError ? error.code : 'as it was')
  const withCode = (code: string) => Object.assign(new Error('told by the server'), { code })
  const hidden = (code: string) => ({ code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: code } } } })
  for (const code of ['40P01', '40001']) {
    expect(codeOf(translateDatabaseError(withCode(code)))).toBe('database.unavailable')
    expect(codeOf(translateDatabaseError(hidden(code)))).toBe('database.unavailable')
  }
  for (const code of ['23505', '42703']) {
    expect(codeOf(translateDatabaseError(withCode(code)))).toBe('as it was')
    expect(codeOf(translateDatabaseError(hidden(code)))).toBe('as it was')
  }
})

it('says of what was translated too whether once more may succeed', () => {
  const translated = (code: string) => translateDatabaseError(Object.assign(new Error('told by the server'), { code }))
  expect(['40P01', '40001', 'ECONNREFUSED', '53100', '23505'].map((code) => isRetryable(translated(code)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})
