/**
 * One keep-alive HTTP/1.1 connection that posts one request at a time, as a vendor's sender does. Written on the bare
 * socket, because on two cores a general client would take from the measured server what it costs itself.
 */
import { createConnection, type Socket } from 'node:net'

export type Lane = {
  /** Resolves with the status once the whole answer is there; rejects where the connection breaks. */
  post(body: string): Promise<number>
  /** Whether the last answer named a moment to come again. */
  wasAskedToWait(): boolean
  close(): void
}

export type LaneTarget = { readonly port: number; readonly path: string; readonly headers: Readonly<Record<string, string>> }

const headEnd = Buffer.from('\r\n\r\n')

/** Status and whole length of the answer at the start of these bytes; null until the head is complete. */
function readHead(bytes: Buffer): { status: number; length: number; isAskedToWait: boolean } | null {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  const isAskedToWait = /\r\nretry-after: \d+/i.test(head)
  if (length === undefined) throw new Error('an answer without content-length')
  return { status: Number(head.slice(9, 12)), length: end + headEnd.length + Number(length), isAskedToWait }
}

type Connection = {
  ask(words: string): Promise<number>
  readonly isOpen: () => boolean
  readonly isAskedToWait: () => boolean
  close(): void
}

async function connect(port: number): Promise<Connection> {
  const socket: Socket = createConnection({ host: '127.0.0.1', port, noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  let isOpen = true
  let isAskedToWait = false
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null
  let bytes = Buffer.alloc(0)
  const fail = (error: Error) => {
    isOpen = false
    waiting?.reject(error)
    waiting = null
  }
  socket.on('data', (chunk) => {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk])
    // What comes without having been asked for is the server's last word before it closes.
    if (waiting === null) return
    const answer = readHead(bytes)
    if (answer === null || bytes.length < answer.length) return
    bytes = bytes.subarray(answer.length)
    isAskedToWait = answer.isAskedToWait
    waiting.resolve(answer.status)
    waiting = null
  })
  socket.on('end', () => fail(new Error('the server closed the connection')))
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  return {
    ask: (words) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(words)
      }),
    isOpen: () => isOpen,
    isAskedToWait: () => isAskedToWait,
    close: () => socket.destroy(),
  }
}

/**
 * The server lets go of a connection nobody asks anything over for some seconds. A vendor opens another one then, also where the
 * old one closes under its words: the same update twice is one message.
 */
export async function openLane({ port, path, headers }: LaneTarget): Promise<Lane> {
  const lines = Object.entries({ host: `127.0.0.1:${port}`, 'content-type': 'application/json', ...headers })
  const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`
  let connection = await connect(port)
  return {
    async post(body) {
      const words = `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
      if (!connection.isOpen()) connection = await connect(port)
      try {
        return await connection.ask(words)
      } catch {
        connection = await connect(port)
        return connection.ask(words)
      }
    },
    wasAskedToWait: () => connection.isAskedToWait(),
    close: () => connection.close(),
  }
}
