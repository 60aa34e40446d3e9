import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createMetrics } from '../metrics/metrics.ts'
import { Admission, admissionBounds, type Lane, laneOf } from './admission.ts'

const metrics = createMetrics()
const opened: Admission[] = []
const open = (most = admissionBounds) => {
  const admission = new Admission(metrics, most)
  opened.push(admission)
  return admission
}
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})

/** What of an answer the admission looks at and writes. */
class Answer extends EventEmitter {
  status = 0
  headers: Record<string, string | number> = {}
  body = ''
  writeHead(status: number, headers: Record<string, string | number>) {
    this.status = status
    this.headers = headers
  }
  end(text: string) {
    this.body = text
    this.emit('close')
  }
}
const enter = (admission: Admission, lane: Lane, answer = new Answer()) =>
  admission.enter(lane, answer as unknown as ServerResponse)

describe('who is let in', () => {
  it('has a room of its own: clients, staff, and files of each; pages and health are always let in', () => {
    const multipart = { 'content-type': 'multipart/form-data; boundary=x' }
    const lanes = [
      ['/channels/telegram/1', {}],
      ['/channels/meta', {}],
      ['/widget/main/messages?after=3', {}],
      ['/widget/main/attachments', multipart],
      ['/api/queue', {}],
      ['/api/attachments', multipart],
      ['/widget/widget.js', {}],
      ['/health/ready', {}],
      ['/', {}],
    ] as const
    expect(lanes.map(([url, headers]) => laneOf({ url, headers }))).toEqual([
      ...['clients', 'clients', 'clients', 'client_uploads', 'staff', 'staff_uploads', null, null, null],
    ])
  })

  it('is bounded, and a flood of clients takes no place of staff', () => {
    const admission = open({ clients: 3, staff: 2, client_uploads: 1, staff_uploads: 1 })
    const answers = [new Answer(), new Answer(), new Answer()]
    expect(answers.map((answer) => enter(admission, 'clients', answer))).toEqual([true, true, true])
    expect([enter(admission, 'clients'), enter(admission, 'staff'), enter(admission, 'staff_uploads')]).toEqual([
      ...[false, true, true],
    ])
    expect([enter(admission, 'staff'), enter(admission, 'staff')]).toEqual([true, false])
    answers[0]?.emit('close')
    expect([enter(admission, 'clients'), enter(admission, 'clients')]).toEqual([true, false])
  })

  it('are fewer clients while the process is late or facts pile up, and more again afterwards, within its bounds', () => {
    const admission = open()
    for (let times = 0; times < 40; times++) admission.look(500)
    expect(admission.allowedClients).toBe(48)
    for (let times = 0; times < 4; times++) admission.look(0)
    expect(admission.allowedClients).toBe(64)
    admission.setBehind(true)
    admission.look(0)
    expect(admission.allowedClients).toBe(48)
    admission.setBehind(false)
    const small = open({ ...admissionBounds, clients: 8 })
    small.look(500)
    expect(small.allowedClients).toBe(8)
    for (let times = 0; times < 1_000; times++) admission.look(0)
    expect(admission.allowedClients).toBe(admissionBounds.clients)
  })

  it('or is told 503 with a moment to come again, not the same for all, in the shape of every refusal', async () => {
    const admission = open()
    const answers = Array.from({ length: 12 }, () => new Answer())
    for (const answer of answers) admission.refuse('clients', answer as unknown as ServerResponse)
    const moments = answers.map(({ headers }) => Number(headers['retry-after']))
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(2)
    expect(new Set(moments).size).toBeGreaterThan(3)
    expect(answers[0]).toMatchObject({ status: 503, headers: { 'content-type': 'application/problem+json; charset=utf-8' } })
    expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ status: 503, code: 'server.overloaded', facts: {} })
    expect(await metrics.text()).toMatch(/murojaat_http_turned_away\{lane="clients"\} 12/)
  })

  it('or, refused with many others, is told in its turn, so that refusing takes no more than its share', () => {
    const admission = open()
    const answers = Array.from({ length: 100 }, () => new Answer())
    const told = () => answers.filter(({ status }) => status === 503).length
    for (const answer of answers) admission.refuse('clients', answer as unknown as ServerResponse)
    expect(told()).toBe(24)
    for (let times = 0; times < 3; times++) admission.look(0)
    expect(told()).toBe(96)
    expect(answers.slice(96).map(({ status }) => status)).toEqual([0, 0, 0, 0])
    admission.close()
    expect(told()).toBe(100)
    const flood = Array.from({ length: 2_100 }, () => new Answer())
    const other = open()
    for (const answer of flood) other.refuse('clients', answer as unknown as ServerResponse)
    expect(flood.filter(({ status }) => status === 0)).toHaveLength(2_000)
  })
})
