import { expect, test } from 'vitest'
import { givenCredentials, isWhole } from './set-up-fields.ts'

const instagram = {
  credentials: [
    { name: 'accountId', isSecret: false, isRequired: true },
    { name: 'accessToken', isSecret: true, isRequired: true },
    { name: 'appSecret', isSecret: true, isRequired: true },
    { name: 'pageId', isSecret: false, isRequired: false },
  ],
}

test('an account is whole when nothing it needs is empty; what is optional may be', () => {
  const typed = { accountId: '1784', accessToken: 'token', appSecret: ' ' }
  expect(isWhole(instagram, typed)).toBe(false)
  expect(isWhole(instagram, { ...typed, appSecret: 'secret' })).toBe(true)
})

test('spaces of a pasted token, empty fields and fields of another kind are not sent', () => {
  const typed = { pageId: '', accountId: ' 1784 ', accessToken: 'token\n', appSecret: 'secret', phoneNumberId: '9' }
  expect(givenCredentials(instagram, typed)).toEqual({ accountId: '1784', accessToken: 'token', appSecret: 'secret' })
})
