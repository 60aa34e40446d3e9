import { defineConfig } from 'vitest/config'

/** Two forks: the machine this must run on has two cores, and the servers want some of them. */
const common = { pool: 'forks', testTimeout: 20_000, hookTimeout: 60_000 } as const
/** Files share a process and what it has loaded: loading the program anew for each file took a third of the time. */
const together = { isolate: false } as const
const servers = './tests/support/global-setup.ts'

export default defineConfig({
  test: {
    maxWorkers: 2,
    reporters: ['default', './tests/support/final-line-reporter.ts'],
    projects: [
      {
        test: {
          ...common,
          ...together,
          name: 'unit',
          include: ['src/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'tests/architecture/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          ...together,
          name: 'integration',
          include: ['tests/{integration,contract,journeys}/**/*.test.ts'],
          globalSetup: servers,
          setupFiles: process.env['RECORD_STATEMENTS'] === undefined ? [] : ['./tests/support/record-statements.ts'],
        },
      },
      {
        test: {
          ...common,
          ...together,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: [servers, './tests/support/browser-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          // A real browser beside the servers on two cores: a wait may run out there. The reporter names what needed the second try.
          retry: 1,
        },
      },
    ],
  },
})
