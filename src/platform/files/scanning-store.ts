/**
 * A store that lets nothing in that was not scanned: the hook stands before every `put`, so that no way in can forget it. What
 * cannot be scanned is not stored; a client's file is fetched again later, an operator is told to try again.
 */
import { spawn } from 'node:child_process'
import { createConnection } from 'node:net'
import { AppError, minuteMs, secondMs } from '#kernel'
import type { FileStore } from './file-store.ts'

/** `failed`: nobody looked. */
export type ScanVerdict = 'clean' | 'infected' | 'failed'
export type Scan = (bytes: Uint8Array) => Promise<ScanVerdict>

const clamdPatienceMs = 30 * secondMs
const commandPatienceMs = minuteMs
/** A scanner gets nothing of our environment, least of all its secrets. */
const commandPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** clamd's default StreamMaxLength is 25 MB; pieces of this size keep its buffers small. */
const pieceBytes = 64 * 1024

/** @throws attachment.infected, server.overloaded where the scanner does not answer */
export function scanningStore(store: FileStore, scan: Scan): FileStore {
  return {
    ...store,
    async put(key, bytes) {
      const verdict = await scan(bytes)
      if (verdict === 'infected') throw new AppError('attachment.infected', {})
      if (verdict === 'failed') throw new AppError('server.overloaded', { scanner: 'unavailable' })
      await store.put(key, bytes)
    },
  }
}

function pieces(bytes: Uint8Array): Buffer {
  const parts: Buffer[] = [Buffer.from('zINSTREAM\0')]
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = Buffer.from(bytes.subarray(at, at + pieceBytes))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(piece.length)
    parts.push(length, piece)
  }
  return Buffer.concat([...parts, Buffer.alloc(4)])
}

/** clamd over TCP, INSTREAM (docs.clamav.net/manual/Usage/Scanning.html). @param address host:port */
export function clamdScan(address: string): Scan {
  const [host = '127.0.0.1', port = '3310'] = address.split(':')
  return (bytes) =>
    new Promise((resolve) => {
      let answer = ''
      const socket = createConnection({ host, port: Number(port) }, () => socket.write(pieces(bytes)))
      const end = (verdict: ScanVerdict) => {
        socket.destroy()
        resolve(verdict)
      }
      socket.setTimeout(clamdPatienceMs, () => end('failed'))
      socket.on('error', () => end('failed'))
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString('latin1')
        if (answer.includes('\0') || answer.includes('\n')) end(verdictOf(answer))
      })
      socket.on('close', () => end(verdictOf(answer)))
    })
}

function verdictOf(answer: string): ScanVerdict {
  if (/\bFOUND\b/.test(answer)) return 'infected'
  return /\bOK\b/.test(answer) ? 'clean' : 'failed'
}

/**
 * A command that reads the file from its standard input: exit code 0 is clean, 1 is infected (as clamscan and its like do),
 * anything else means that nobody looked. No shell is involved.
 */
export function commandScan(command: string): Scan {
  const [program = '', ...parameters] = command.split(/\s+/).filter((word) => word !== '')
  return (bytes) =>
    new Promise((resolve) => {
      const child = spawn(program, parameters, {
        stdio: ['pipe', 'ignore', 'ignore'],
        timeout: commandPatienceMs,
        env: { PATH: commandPath },
      })
      child.on('error', () => resolve('failed'))
      child.on('close', (code) => resolve(code === 0 ? 'clean' : code === 1 ? 'infected' : 'failed'))
      child.stdin.on('error', () => undefined) // it may have seen enough
      child.stdin.end(bytes)
    })
}
