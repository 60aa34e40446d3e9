/** Once per run of the browser suites: the Chromium to drive. */
import type { TestProject } from 'vitest/node'
import { findOrInstall } from './find-or-install.ts'

export default function setUp({ provide }: TestProject) {
  provide('chromium', findOrInstall({ program: 'chromium', aptPackage: 'chromium', suites: 'the browser suites' }))
}

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string
  }
}
