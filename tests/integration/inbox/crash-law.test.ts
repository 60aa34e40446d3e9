/**
 * The crash law: a process is killed (SIGKILL) at every statement of intake, reply and delivery, before it is sent and while
 * it is on its way. Then everything is sent again. Nothing that was acknowledged is lost, nothing is there twice, and no
 * reply goes out a second time by itself.
 */
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { settleAbandonedDeliveries } from '#inbox'
import { runArguments } from '../../support/index.ts'
import { liveDay } from './crash-day.ts'
import { ana, type House, openHouse } from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
  house.clock.set(new Date())
})
afterAll(() => house.close())

const child = 'tests/integration/inbox/crash-child.ts'
type Mode = 'before' | 'underway'

function runChild(client: string, killAt: number, mode: Mode): Promise<string[]> {
  const args = [...runArguments(child), house.ctx.database.url, house.account, client, ana, String(killAt), mode]
  const process = spawn('node', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let told = ''
  process.stdout.on('data', (chunk) => {
    told += chunk
  })
  return new Promise((resolve, reject) => {
    process.once('error', reject)
    process.once('close', () => resolve(told.split('\n').filter((line) => line !== '')))
  })
}

async function check(client: string, told: string[]): Promise<void> {
  const messages = await house.rows<{ external_id: string; seq: number; author_kind: string }>(
    `SELECT m.external_id, m.seq, m.author_kind FROM message m JOIN conversation c ON c.id = m.conversation_id
     WHERE c.external_id = $1 ORDER BY m.seq`,
    client,
  )
  const where = `${client}, which had told: ${told.join(', ')}`
  expect(
    messages.map((row) => row.seq),
    where,
  ).toEqual([1, 2, 3, 4])
  expect(
    messages.filter((row) => row.author_kind === 'client').map((row) => row.external_id),
    where,
  ).toEqual([1, 2, 3].map((id) => `${client}-${id}`))
  const [counts] = await house.rows(
    `SELECT count(DISTINCT r.id)::int AS requests, count(DISTINCT d.id)::int AS deliveries,
       count(DISTINCT e.id) FILTER (WHERE e.name = 'message.received')::int AS received,
       count(DISTINCT e.id) FILTER (WHERE e.name = 'reply.queued')::int AS queued
     FROM request r JOIN identity i ON i.contact_id = r.contact_id AND i.external_id = $1
     LEFT JOIN delivery d ON d.request_id = r.id LEFT JOIN event e ON e.subject_id = r.id`,
    client,
  )
  expect(counts, where).toEqual({ requests: 1, deliveries: 1, received: 3, queued: 1 })
  expect(told.filter((line) => line.startsWith('sent')).length, where).toBeLessThanOrEqual(1)
}

async function crashAt(killAt: number, mode: Mode): Promise<void> {
  const client = `crash-${mode}-${killAt}`
  const told = await runChild(client, killAt, mode)
  expect(told, `${client} is killed on its way`).not.toContain('done')
  house.clock.set(new Date(Date.now() + 1_000))
  const { ctx, intake, account } = house
  await liveDay({ ctx, intake, account, client, operatorId: ana }, (line) => told.push(line))
  await check(client, told)
}

it('holds at every statement of a message’s way', { timeout: 300_000 }, async () => {
  const whole = await runChild('crash-none', -1, 'before')
  const [, statements = 0, deciding = ''] = whole.at(-1)?.split(' ') ?? []
  expect(Number(statements)).toBeGreaterThan(10)
  // Inside a transaction a statement on its way is as good as none: the server rolls back. One that decides may have worked.
  const points = [
    ...Array.from({ length: Number(statements) }, (_, at) => ({ at, mode: 'before' as const })),
    ...deciding.split(',').map((at) => ({ at: Number(at), mode: 'underway' as const })),
  ]
  const hands = Array.from({ length: 3 }, async () => {
    for (let point = points.shift(); point; point = points.shift()) await crashAt(point.at, point.mode)
  })
  await Promise.all(hands)
  house.clock.set(new Date(Date.now() + 3_600_000))
  await settleAbandonedDeliveries(house.ctx, 60_000)
  const left = await house.rows("SELECT state FROM delivery WHERE state NOT IN ('sent', 'unconfirmed')")
  expect(left).toEqual([])
  const unconfirmed = await house.rows("SELECT 1 FROM delivery WHERE state = 'unconfirmed'")
  expect(unconfirmed.length).toBeGreaterThan(0)
})
