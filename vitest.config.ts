import { defineConfig } from 'vitest/config'

const common = { pool: 'forks', testTimeout: 20_000, hookTimeout: 60_000 } as const
/** The machine this must run on has two cores. A browser keeps both busy; suites of servers wait for clocks and starts in between. */
const [besideBrowsers, besideServers] = [2, 3]
/** Files share a process and what it has loaded: loading the program anew for each file took a third of the time. */
const together = { isolate: false } as const
const servers = './tests/support/global-setup.ts'

export default defineConfig({
  test: {
    maxWorkers: besideServers,
    reporters: ['default', './tests/support/final-line-reporter.ts'],
    projects: [
      {
        test: {
          ...common,
          ...together,
          name: 'unit',
          sequence: { groupOrder: 1 },
          include: ['src/**/*.test.ts', 'web/**/*.test.{ts,tsx}', 'tests/architecture/**/*.test.ts'],
        },
      },
      {
        test: {
          ...common,
          ...together,
          name: 'integration',
          sequence: { groupOrder: 1 },
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
          maxWorkers: besideBrowsers,
          sequence: { groupOrder: 0 },
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
