/** A supervisor at the board: what changes is pushed, a conversation is watched, and a word reaches the holder and nobody else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BoardView } from '#contracts'
import { type Story, tellStory } from './story.ts'
import type { Desk } from './story-desk.ts'
import type { Visitor } from './story-visitor.ts'

let story: Story
let client: Visitor
let dilnoza: Desk
let sherzod: Desk
beforeAll(async () => {
  story = await tellStory('2026-11-25T11:00:00+05:00')
  client = await story.visitor()
  dilnoza = await story.comes('dilnoza')
  sherzod = await story.comes('sherzod')
}, 60_000)
afterAll(() => story?.close())

describe('a supervisor at the board', () => {
  let requestId: string

  it('is pushed a new board when something changes, and only while it is on the screen', async () => {
    await dilnoza.call('POST', '/api/me/presence', { state: 'away' })
    sherzod.send({ kind: 'board', isOn: true })
    client.write('Bankomat pulimni bermadi, lekin hisobimdan yechildi')
    requestId = (await dilnoza.sees(({ holderKind }) => holderKind === 'queue')).id
    const told = await sherzod.hears('board', ({ board }) => board.counts.queue === 1)
    expect(BoardView.safeParse(told.board).success).toBe(true)
    expect(told.board.channels?.length).toBeGreaterThan(0)
    await dilnoza.take(requestId)
    await sherzod.hears('board', ({ board }) => board.counts.queue === 0 && board.counts.all_open === 1)
    expect(dilnoza.frames.filter(({ kind }) => kind === 'board')).toHaveLength(0)
  })

  it('watches a conversation, which is on record', async () => {
    const { status } = await sherzod.call('POST', `/api/requests/${requestId}/watch`)
    expect(status).toBe(204)
    const watched = await story.rows<{ actor: string }>(
      `SELECT actor FROM audit_entry WHERE action = 'request.watched' AND subject_id = $1`,
      [requestId],
    )
    expect(watched).toEqual([{ actor: `operator:${sherzod.operatorId}` }])
    expect((await dilnoza.call('POST', `/api/requests/${requestId}/watch`)).status).toBe(403)
  })

  it('whispers to the holder: a note they see at once, and no message to anybody', async () => {
    const path = `/api/requests/${requestId}/whisper`
    expect((await sherzod.call('POST', path, { text: 'Avval chekni so‘rang' })).status).toBe(200)
    const { note, number } = await dilnoza.hears('whisper', () => true)
    expect(note).toMatchObject({ text: 'Avval chekni so‘rang', requestId })
    expect(number).not.toBe('')
    expect(sherzod.frames.filter(({ kind }) => kind === 'whisper')).toHaveLength(0)
    const detail = await dilnoza.detail(requestId)
    expect(detail.notes.map(({ text }) => text)).toContain('Avval chekni so‘rang')
    expect(detail.messages.some(({ text }) => text.includes('chekni'))).toBe(false)
    expect(client.lines().some(({ text }) => text.includes('chekni'))).toBe(false)
    expect((await dilnoza.call('POST', path, { text: 'o‘zimga' })).status).toBe(403)
  })

  it('says that a colleague is away and gives their work back to its queue', async () => {
    await dilnoza.call('POST', '/api/me/presence', { state: 'online' })
    const operator = `/api/operators/${dilnoza.operatorId}`
    expect((await sherzod.call('POST', `${operator}/presence`, { state: 'away' })).status).toBe(204)
    const released = await sherzod.call('POST', `${operator}/release`)
    expect(released).toMatchObject({ status: 200, body: { released: 1, kept: 0 } })
    const soFar = sherzod.frames.length
    await sherzod.hears('board', (frame) => frame.board.counts.queue === 1 && sherzod.frames.indexOf(frame) >= soFar - 1)
    expect((await sherzod.call('POST', `/api/requests/${requestId}/whisper`, { text: 'hech kim' })).status).toBe(409)
  })
})
