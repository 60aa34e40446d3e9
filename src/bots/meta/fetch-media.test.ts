import { describe, expect, it } from 'vitest'
import { isVendorUrl } from './fetch-media.ts'

const root = 'https://graph.facebook.com'

describe('an address from a webhook', () => {
  it.each([
    'https://scontent.xx.fbcdn.net/v/t1/a.jpg?oh=1',
    'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1',
    'https://scontent-fra5-1.cdninstagram.com/a.mp4',
    'https://graph.facebook.com/file',
  ])('is fetched from where the vendor keeps it: %s', (url) => {
    expect(isVendorUrl(new URL(url), root)).toBe(true)
  })
  it.each([
    'http://scontent.xx.fbcdn.net/a.jpg',
    'https://fbcdn.net.evil.uz/a.jpg',
    'https://evilfbcdn.net/a.jpg',
    'https://169.254.169.254/latest/meta-data',
    'https://scontent.xx.fbcdn.net:8443/a.jpg',
    'https://user:pass@scontent.xx.fbcdn.net/a.jpg',
    'file:///etc/passwd',
    'http://127.0.0.1:5432/',
  ])('is refused elsewhere: %s', (url) => {
    expect(isVendorUrl(new URL(url), root)).toBe(false)
  })
})
