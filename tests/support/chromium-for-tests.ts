import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'

/** False where Chromium could not be had: `describe.skipIf(!hasChromium())`; the test run has said why. */
export function hasChromium(): boolean {
  return inject('chromium') !== ''
}

/** The system's Chromium, headless. Close it in afterAll. */
export function chromiumForTests(): Promise<Browser> {
  return chromium.launch({
    executablePath: inject('chromium'),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  })
}
