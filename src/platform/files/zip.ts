/** A zip (PKWARE appnote, version 2.0) made part by part, so that only one part is in memory; below 4 GiB and 65,535 parts. */
import { crc32, deflateRawSync } from 'node:zlib'
import { AppError } from '#kernel'

type Part = { readonly name: string; readonly bytes: Uint8Array }

const utf8Names = 0x0800
const deflated = 8
const mostBytes = 0xffff_ffff
const mostParts = 0xffff

function fields(at: Date, part: { name: Buffer; crc: number; packed: number; size: number }): Buffer {
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(utf8Names, 2)
  head.writeUInt16LE(deflated, 4)
  head.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), 6)
  head.writeUInt16LE(((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), 8)
  head.writeUInt32LE(part.crc, 10)
  head.writeUInt32LE(part.packed, 14)
  head.writeUInt32LE(part.size, 18)
  head.writeUInt16LE(part.name.length, 22)
  return head
}
const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

/** @throws input.too_large where the whole does not fit into a zip */
export async function* zipped(parts: AsyncIterable<Part>, at: Date): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const { name, bytes } of parts) {
    const packed = deflateRawSync(bytes)
    const nameBytes = Buffer.from(name)
    const common = fields(at, { name: nameBytes, crc: crc32(bytes), packed: packed.length, size: bytes.length })
    const local = Buffer.concat([uint32(0x04034b50), common, nameBytes, packed])
    if (offset + local.length > mostBytes || directory.length >= mostParts) throw new AppError('input.too_large')
    directory.push(
      Buffer.concat([uint32(0x02014b50), Buffer.from([20, 0]), common, Buffer.alloc(10), uint32(offset), nameBytes]),
    )
    offset += local.length
    yield local
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  yield Buffer.concat([list, end])
}
