/**
 * The floor: what a careful engineer's smallest server costs that keeps a message and tells ten screens. Two SQL statements
 * in one transaction on one pooled connection, prepared by name; the frame is written once for all sockets. No checks of
 * shape, no classification, no clocks, no audit. Prints `floor <port>` when it takes requests.
 */
import type { AddressInfo } from 'node:net'
import websocket from '@fastify/websocket'
import Fastify from 'fastify'
import pg from 'pg'
import type { WebSocket } from 'ws'

type Update = { update_id: number; message: { message_id: number; date: number; chat: { id: number }; text: string } }

const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['POOL_SIZE'] ?? 10),
  keepAlive: true,
})
pool.on('error', (error) => console.error(error.message))
await pool.query(`
  CREATE TABLE IF NOT EXISTS conversation (
    id bigint PRIMARY KEY, last_seq int NOT NULL, last_message_at timestamptz NOT NULL);
  CREATE TABLE IF NOT EXISTS message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, conversation_id bigint NOT NULL REFERENCES conversation,
    seq int NOT NULL, external_id bigint NOT NULL UNIQUE, text text NOT NULL, sent_at timestamptz NOT NULL,
    UNIQUE (conversation_id, seq))`)

const touch = `INSERT INTO conversation (id, last_seq, last_message_at) VALUES ($1, 1, to_timestamp($2))
  ON CONFLICT (id) DO UPDATE SET last_seq = conversation.last_seq + 1, last_message_at = excluded.last_message_at
  RETURNING last_seq`
const keep = `INSERT INTO message (conversation_id, seq, external_id, text, sent_at) VALUES ($1, $2, $3, $4, to_timestamp($5))`

async function store({ update_id, message }: Update): Promise<number> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ last_seq: number }>({
      name: 'touch',
      text: touch,
      values: [message.chat.id, message.date],
    })
    const seq = rows[0]?.last_seq ?? 0
    await client.query({ name: 'keep', text: keep, values: [message.chat.id, seq, update_id, message.text, message.date] })
    await client.query('COMMIT')
    client.release()
    return seq
  } catch (error) {
    client.release(true)
    throw error
  }
}

const sockets = new Set<WebSocket>()
const server = Fastify({ logger: false })
await server.register(websocket)
server.get('/live', { websocket: true }, (socket) => {
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
})
server.post<{ Body: Update }>('/webhook', async (request) => {
  const seq = await store(request.body)
  const { chat, text } = request.body.message
  const frame = JSON.stringify({ kind: 'message', conversationId: chat.id, seq, text })
  for (const socket of sockets) socket.send(frame)
  return { ok: true }
})
await server.listen({ host: '127.0.0.1', port: 0 })
console.log(`floor ${(server.server.address() as AddressInfo).port}`)
