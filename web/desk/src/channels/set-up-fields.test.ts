import { expect, test } from 'vitest'
import { canSetUp, givenCredentials, isWhole, kindsToSetUp } from './set-up-fields.ts'

test('an account is whole when nothing it needs is empty; what is optional may be', () => {
  const typed = { accountId: '1784', accessToken: 'token', appSecret: '' }
  expect(isWhole('instagram', typed)).toBe(false)
  expect(isWhole('instagram', { ...typed, appSecret: 'secret' })).toBe(true)
})

test('spaces of a pasted token, empty fields and fields of another kind are not sent', () => {
  const typed = { pageId: '', accountId: ' 1784 ', accessToken: 'token\n', appSecret: 'secret', phoneNumberId: '9' }
  expect(givenCredentials('instagram', typed)).toEqual({ accountId: '1784', accessToken: 'token', appSecret: 'secret' })
})

test('a bot and the website are not set up in the console', () => {
  expect([canSetUp('telegram'), canSetUp('webchat')]).toEqual([false, false])
  expect(kindsToSetUp).toContain('instagram')
})
