/** Where the bench of the screens keeps its data, and whether it has been seeded before. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import * as path from 'node:path'
import type { RunningHub } from '../../tests/support/running-hub.ts'
import { haveChosenPasswords, signInAs } from '../../tests/support/staff-session.ts'
import { whole } from './figures.ts'
import { type Seeded, seedScreens } from './screens-seed.ts'

/** Who works, who watches, who reads the reports. */
const staff = ['jasur', 'sherzod', 'nodira'] as const

type Counts = { readonly requests: number; readonly reported: number }

/** The data directory: a new one that goes again, or the one that is to be kept. */
export function placeOfData(kept: string | undefined): { directory: string; isKept: boolean } {
  const directory = kept ?? mkdtempSync(path.join(tmpdir(), 'murojaat-screens-'))
  mkdirSync(directory, { recursive: true })
  chmodSync(directory, 0o755) // PostgreSQL runs as another account where this runs as root
  return { directory, isKept: kept !== undefined }
}

/** Seeds a new data directory; one that was kept has everything, and its people their passwords. Throws where it was seeded for other counts. */
export async function seedOnce(hub: RunningHub, counts: Counts, say: (line: string) => void): Promise<Seeded> {
  const marker = path.join(hub.dataDirectory, 'seeded.json')
  if (existsSync(marker)) {
    const { counts: before, ...seeded } = JSON.parse(readFileSync(marker, 'utf8')) as Seeded & { counts: Counts }
    if (before.requests !== counts.requests || before.reported !== counts.reported)
      throw new Error(`seeded for ${before.requests} requests and ${before.reported} behind the reports`)
    haveChosenPasswords(hub, staff)
    return seeded
  }
  for (const login of staff) await signInAs(hub, login) // who holds what is seeded
  say(`seeding ${whole(counts.requests)} requests with ten messages each, and ${whole(counts.reported)} behind the reports`)
  const seeded = await seedScreens(hub.databaseUrl(), counts, say)
  say(`seeded in ${seeded.tookS.toFixed(0)} s`)
  writeFileSync(marker, JSON.stringify({ ...seeded, counts }))
  return seeded
}
