/**
 * `npm run bench -- faults`: the whole program as processes, with clients writing all the time, while one part after the other
 * fails. Prints one row for each fault and ends with 1 where a promise was broken. `-- faults Redis` for those with the word in
 * their names, `-- faults --write` also writes docs/reliability.md. What this machine cannot do is said and left out.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { freshRequests, openScreen, type Screen } from '../../../tests/journeys/screen.ts'
import { type StaffSession, signInAs } from '../../../tests/support/staff-session.ts'
import { until } from '../../../tests/support/until.ts'
import { table, whole } from '../figures.ts'
import { loadNow, machine, writeSection } from '../section.ts'
import { type Fault, faults, untilReady } from './faults.ts'
import { type House, openHouse } from './house.ts'
import { type Load, startLoad } from './load.ts'

const words = process.argv.slice(3)
const loadBefore = loadNow()
const shouldWrite = words.includes('--write')
const wanted = words.filter((word) => !word.startsWith('--')).join(' ')
const perSecond = 8
const beforeMs = 2_000
const recoverWithinMs = 240_000
const settleWithinMs = 300_000
const clocksPerFault = 12
const say = (line: string) => console.error(line)
const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`

type Outcome = {
  readonly name: string
  readonly lastedMs: number
  readonly accepted: number
  readonly refused: number
  readonly askedToWait: number
  readonly lost: number
  readonly doubled: number
  readonly unconfirmed: number
  readonly clocks: string
  readonly screen: boolean
  readonly recoveredMs: number
  readonly settledMs: number
  readonly revived: number
}

const count = async (house: House, text: string, values: readonly unknown[] = []): Promise<number> =>
  Number((await house.ask<{ n: string | number }>(text, values))[0]?.n ?? Number.NaN)

/** Clocks that come due while the fault lasts, whatever the policy says: the moments are what the stamps are held against. */
async function setClocks(house: House, withinMs: number): Promise<string[]> {
  const rows = await house.ask<{ id: string }>(
    `WITH chosen AS (SELECT id FROM sla_clock WHERE state = 'running' AND breached_at IS NULL ORDER BY random() LIMIT $1)
     UPDATE sla_clock k SET due_at = date_trunc('milliseconds', now() + random() * $2 * interval '1 ms'), warn_at = NULL,
       next_wake_at = NULL FROM chosen WHERE k.id = chosen.id RETURNING k.id`,
    [clocksPerFault, withinMs],
  )
  await house.ask('UPDATE sla_clock SET next_wake_at = due_at WHERE id = ANY($1)', [rows.map(({ id }) => id)])
  return rows.map(({ id }) => id)
}

/** Of those, stamped with the moment they were due; one answered or stopped meanwhile counts as neither. */
async function stampsOf(house: House, ids: readonly string[]): Promise<{ right: number; wrong: number; open: number }> {
  const [row] = await house.ask<{ right: number; wrong: number; open: number }>(
    `SELECT count(*) FILTER (WHERE breached_at = due_at)::int AS right,
      count(*) FILTER (WHERE breached_at IS NOT NULL AND breached_at <> due_at)::int AS wrong,
      count(*) FILTER (WHERE breached_at IS NULL AND state = 'running' AND due_at < now())::int AS open
     FROM sla_clock WHERE id = ANY($1)`,
    [ids],
  )
  return row ?? { right: 0, wrong: 0, open: 0 }
}

const openWork = `SELECT (SELECT count(*) FROM delivery WHERE state IN ('pending', 'sending'))
  + (SELECT count(*) FROM event WHERE published_at IS NULL) + (SELECT count(*) FROM event_batch) AS n`

async function settled(house: House, clocks: readonly string[]): Promise<void> {
  await until(async () => (await count(house, openWork)) === 0 && (await stampsOf(house, clocks)).open === 0, {
    withinMs: settleWithinMs,
    what: 'everything behind the messages being done',
  })
}

/** The screen that was open all the time, after its connection has come back, against one loaded anew. */
async function isScreenTrue(screen: Screen, session: StaffSession): Promise<boolean> {
  await until(() => screen.reconnect().then(() => true), { withinMs: 60_000, what: 'the screen being connected again' })
  const isSame = async () => {
    const fresh = await freshRequests(session)
    const own = new Map([...screen.state().requests].map(([id, one]) => [id, one.value]))
    return isDeepStrictEqual(own, fresh)
  }
  return until(isSame, { withinMs: 60_000 }).then(
    () => true,
    () => false,
  )
}

async function countWrong(house: House, load: Load): Promise<{ lost: number; doubled: number; unconfirmed: number }> {
  const keys = [...load.accepted]
  const found = await count(
    house,
    `SELECT count(DISTINCT key) AS n FROM unnest($1::text[]) key JOIN message m ON m.external_id = key`,
    [keys],
  )
  const stored = await count(house, `SELECT count(*) AS n FROM message WHERE author_kind = 'client'`)
  const distinct = await count(house, `SELECT count(DISTINCT external_id) AS n FROM message WHERE author_kind = 'client'`)
  const gone = await count(house, `SELECT count(*) AS n FROM delivery WHERE state IN ('sent', 'delivered', 'read')`)
  const unconfirmed = await count(house, `SELECT count(*) AS n FROM delivery WHERE state = 'unconfirmed'`)
  const sentTwice = Math.max(0, house.vendor.taken() - gone - unconfirmed)
  return { lost: keys.length - found, doubled: stored - distinct + sentTwice, unconfirmed }
}

type Watch = { readonly screen: Screen; readonly session: StaffSession; readonly path: string }

async function suffer(house: House, fault: Fault, series: number, watch: Watch): Promise<Outcome> {
  const load = startLoad(() => house.targets.map((base) => `${base}${watch.path}`), series, perSecond)
  const revivedBefore = house.revived()
  await sleep(beforeMs)
  const clocks = await setClocks(house, fault.lastsMs)
  const struckAt = performance.now()
  const undo = await fault.strike(house)
  await sleep(fault.lastsMs)
  await undo()
  const undoneAt = performance.now()
  await untilReady(house, recoverWithinMs)
  await until(() => load.lastAcceptedAt() > undoneAt, { withinMs: recoverWithinMs, what: 'a message accepted again' })
  const recoveredMs = performance.now() - undoneAt
  await load.stop()
  await settled(house, clocks)
  const settledMs = performance.now() - undoneAt
  const stamps = await stampsOf(house, clocks)
  const screen = await isScreenTrue(watch.screen, watch.session)
  return {
    name: fault.name,
    lastedMs: undoneAt - struckAt,
    accepted: load.accepted.size,
    refused: load.refused(),
    askedToWait: load.askedToWait(),
    ...(await countWrong(house, load)),
    clocks: `${stamps.right}/${stamps.right + stamps.wrong + stamps.open}`,
    screen,
    recoveredMs,
    settledMs,
    revived: house.revived() - revivedBefore,
  }
}

const isKept = ({ lost, doubled, clocks, screen }: Outcome) =>
  lost === 0 && doubled === 0 && screen && clocks.split('/')[0] === clocks.split('/')[1]

const head = [
  'fault',
  'lasted',
  'accepted',
  'refused and repeated (503 with Retry-After)',
  'lost',
  'doubled',
  'unconfirmed so far',
  'clocks stamped with their due moment',
  'screen equal to a fresh load',
  'answers again after',
  'all done after',
  'processes that ended and were started again',
]
const rowOf = (one: Outcome) => [
  one.name,
  seconds(one.lastedMs),
  whole(one.accepted),
  `${whole(one.refused)} (${whole(one.askedToWait)})`,
  whole(one.lost),
  whole(one.doubled),
  whole(one.unconfirmed),
  one.clocks,
  one.screen ? 'yes' : 'NO',
  seconds(one.recoveredMs),
  seconds(one.settledMs),
  whole(one.revived),
]

const fakeClock = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'
const wantsClock = existsSync(fakeClock)
const house = await openHouse(say, wantsClock ? ['env', `LD_PRELOAD=${fakeClock}`] : [])
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void house.close().finally(() => process.exit(1)))
const outcomes: Outcome[] = []
const leftOut: string[] = []
try {
  if (wantsClock) writeFileSync(house.clockFile, '+0\n')
  const [account] = await house.ask<{ id: string }>(`SELECT id FROM channel_account WHERE kind = 'telegram'`)
  const session = await signInAs(house.web, 'sherzod')
  const screen = await openScreen(house.web, session)
  const watch = { screen, session, path: `/channels/telegram/${account?.id ?? ''}` }
  for (const [index, fault] of faults.filter(({ name }) => name.includes(wanted)).entries()) {
    const reason = fault.whyNot?.(house)
    if (reason !== undefined) {
      say(`LEFT OUT: ${fault.name}: ${reason}`)
      leftOut.push(`${fault.name}: ${reason}`)
      continue
    }
    say(fault.name)
    try {
      const outcome = await suffer(house, fault, index + 1, watch)
      say(`  ${rowOf(outcome).slice(1).join(' | ')}`)
      outcomes.push(outcome)
    } catch (error) {
      // The next fault would only meet what this one left.
      say(`  DID NOT RECOVER: ${String(error)} ${error instanceof Error ? String(error.cause ?? '') : ''}`)
      for (const line of [...house.web.lines.slice(-8), ...house.worker.lines.slice(-8)]) say(`  ${line.slice(0, 400)}`)
      process.exitCode = 1
      break
    }
  }
  screen.close()
  const text = table([head, ...outcomes.map(rowOf)])
  console.log(text)
  for (const line of leftOut) console.log(`left out: ${line}`)
  if (shouldWrite) write(text)
  if (!outcomes.every(isKept)) process.exitCode = 1
} finally {
  await house.close()
}

function write(text: string): void {
  const said = `Measured on ${machine(loadBefore)}`
  writeSection(
    'reliability.md',
    'faults',
    [said, '', text, ...leftOut.map((line) => `\nLeft out on this machine: ${line}`)].join('\n'),
  )
}
