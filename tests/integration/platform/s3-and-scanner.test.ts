import { createHash, createHmac } from 'node:crypto'
import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clamdScan, commandScan, createS3FileStore, type FileStore, scanningStore } from '#platform'

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const accessKeyId = 'AKIDEXAMPLE'
const region = 'uz-1'
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()
const sha = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')

/** The signature as AWS describes it (Signature Version 4), computed anew from what arrived. */
function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/
  const [, key, day = '', zone = '', names = '', given] = form.exec(request.headers.authorization ?? '') ?? []
  if (key !== accessKeyId || zone !== region) return false
  const said = String(request.headers['x-amz-content-sha256'])
  if (said !== 'UNSIGNED-PAYLOAD' && said !== sha(body)) return false
  const headers = names.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
  const canonical = [request.method, request.url, '', headers.join(''), names, said].join('\n')
  const scope = `${day}/${zone}/s3/aws4_request`
  const text = ['AWS4-HMAC-SHA256', String(request.headers['x-amz-date']), scope, sha(canonical)].join('\n')
  const signing = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), zone), 's3'), 'aws4_request')
  return hmac(signing, text).toString('hex') === given
}

let s3: HttpServer
let store: FileStore
let endpoint: string
const objects = new Map<string, Buffer>()
let status = 0

type Said = { code: number; body?: Buffer | string }

function fetched(url: string): Said {
  const found = objects.get(url)
  return found === undefined ? { code: 404 } : { code: 200, body: found }
}

function answerOf(request: IncomingMessage, body: Buffer): Said {
  const url = request.url ?? ''
  if (status !== 0) return { code: status }
  if (!isSigned(request, body)) return { code: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' }
  if (request.method === 'GET') return fetched(url)
  if (request.method === 'DELETE') return { code: objects.delete(url) ? 204 : 404 }
  objects.set(url, body)
  return { code: 200 }
}

beforeAll(async () => {
  s3 = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const { code, body } = answerOf(request, Buffer.concat(pieces))
      response.writeHead(code).end(body)
    })
  })
  await new Promise<void>((resolve) => s3.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(s3.address() as AddressInfo).port}`
  store = createS3FileStore({ endpoint, bucket: 'murojaat', region, accessKeyId, secretAccessKey: secret })
})
afterAll(() => {
  s3.closeAllConnections()
  s3.close()
})

describe('attachments in an S3-compatible store', () => {
  it('come back as they went, whole and as a stream, and are gone when removed', async () => {
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => i % 251))
    await store.put('attachments/2026-11/one', bytes)
    expect([...objects.keys()]).toEqual(['/murojaat/attachments/2026-11/one'])
    expect(Buffer.from(await store.read('attachments/2026-11/one')).equals(bytes)).toBe(true)
    const pieces: Buffer[] = []
    for await (const piece of store.stream('attachments/2026-11/one')) pieces.push(piece as Buffer)
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true)
    await store.remove('attachments/2026-11/one')
    await store.remove('attachments/2026-11/one')
    await expect(store.read('attachments/2026-11/one')).rejects.toMatchObject({ code: 'attachment.not_found' })
  })
  it('are refused with the wrong key, and a key of ours leads nowhere else', async () => {
    const stranger = createS3FileStore({ endpoint, bucket: 'murojaat', region, accessKeyId, secretAccessKey: 'another' })
    await expect(stranger.put('a/b', Buffer.from('x'))).rejects.toMatchObject({ code: 'server.overloaded' })
    await expect(store.read('../other/secret')).rejects.toThrow('a file key')
  })
  it('wait where the store is away or full', async () => {
    status = 507
    await expect(store.put('a/b', Buffer.from('x'))).rejects.toMatchObject({ code: 'disk.full' })
    status = 0
    const nobody = createS3FileStore({
      endpoint: 'http://127.0.0.1:9',
      bucket: 'b-c',
      region,
      accessKeyId,
      secretAccessKey: secret,
    })
    await expect(nobody.read('a/b')).rejects.toMatchObject({ code: 'server.overloaded' })
  })
})

const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')

describe('the scanner before the store', () => {
  const kept: string[] = []
  const inner = { put: async (key: string) => void kept.push(key) } as unknown as FileStore

  it('asks clamd by INSTREAM and keeps out what it finds', async () => {
    const seen: number[] = []
    const clamd = createTcpServer((socket) => {
      let got = Buffer.alloc(0)
      socket.on('error', () => undefined)
      socket.on('data', (chunk: Buffer) => {
        got = Buffer.concat([got, chunk])
        if (!got.subarray(-4).equals(Buffer.alloc(4))) return
        expect(got.subarray(0, 10).toString('latin1')).toBe('zINSTREAM\0')
        let at = 10
        let size = 0
        while (got.readUInt32BE(at) > 0) {
          size += got.readUInt32BE(at)
          at += 4 + got.readUInt32BE(at)
        }
        seen.push(size)
        socket.end(got.includes('EICAR') ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0')
      })
    })
    await new Promise<void>((resolve) => clamd.listen(0, '127.0.0.1', resolve))
    const guarded = scanningStore(inner, clamdScan(`127.0.0.1:${(clamd.address() as AddressInfo).port}`))
    await guarded.put('clean/1', Buffer.alloc(150_000, 7))
    await expect(guarded.put('bad/1', eicar)).rejects.toMatchObject({ code: 'attachment.infected' })
    await new Promise((resolve) => clamd.close(resolve))
    await expect(guarded.put('later/1', Buffer.from('x'))).rejects.toMatchObject({ code: 'server.overloaded' })
    expect(kept).toEqual(['clean/1'])
    expect(seen).toEqual([150_000, eicar.length])
  })

  it('asks a command by its exit code, and stores nothing nobody looked at', async () => {
    expect(await commandScan('grep -qv EICAR')(Buffer.from('toza'))).toBe('clean')
    expect(await commandScan('grep -qv EICAR')(eicar)).toBe('infected')
    expect(await commandScan('/nonexistent/scanner -')(eicar)).toBe('failed')
    expect(await commandScan('grep --no-such-option')(eicar)).toBe('failed')
  })
})
