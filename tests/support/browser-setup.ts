/** Once per run of the browser suites: the Chromium to drive: the one without a window where it can be had, because it asks less of the machine. */
import type { TestProject } from 'vitest/node'
import { findOrInstall } from './find-or-install.ts'

const windowless = {
  program: 'chromium-headless-shell',
  aptPackage: 'chromium-headless-shell',
  suites: 'the browser suites',
}

export default function setUp({ provide }: TestProject) {
  provide('chromium', findOrInstall(windowless, { program: 'chromium', aptPackage: 'chromium' }))
}

declare module 'vitest' {
  interface ProvidedContext {
    chromium: string
  }
}
