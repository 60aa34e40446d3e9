import { describe, expect, it } from 'vitest'
import { isVkUrl } from './fetch-file.ts'

const root = 'https://api.vk.com'
const isVk = (address: string) => isVkUrl(new URL(address), root)

describe('an address in an event of VK', () => {
  it.each([
    'https://sun9-1.userapi.com/impg/a.jpg',
    'https://vk.com/doc1_2?hash=a&dl=b',
    'https://psv4.userapi.com/c1/u1/docs/a.pdf',
    'https://api.vk.com/file',
  ])('is asked where it is VK’s: %s', (address) => expect(isVk(address)).toBe(true))
  it.each([
    'http://sun9-1.userapi.com/a.jpg',
    'https://userapi.com.example.org/a.jpg',
    'https://notvk.com/a.jpg',
    'https://user:secret@vk.com/a.jpg',
    'https://vk.com:8443/a.jpg',
    'http://127.0.0.1:5432/',
    'http://169.254.169.254/latest/meta-data',
  ])('is not asked: %s', (address) => expect(isVk(address)).toBe(false))
  it('may be an emulator’s, where the API itself is one', () => {
    expect(isVkUrl(new URL('http://127.0.0.1:4001/_files/1'), 'http://127.0.0.1:4001')).toBe(true)
    expect(isVkUrl(new URL('http://127.0.0.1:4002/_files/1'), 'http://127.0.0.1:4001')).toBe(false)
  })
})
