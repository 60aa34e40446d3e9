/** A tar archive (POSIX ustar) of small text files: a few lines here against a package more to look after. */

const block = 512
const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`

/** @param modifiedAt milliseconds since 1970. Names are at most 100 bytes. */
export function tarOf(files: readonly { readonly name: string; readonly text: string }[], modifiedAt: number): Buffer {
  const parts = files.flatMap(({ name, text }) => {
    const body = Buffer.from(text)
    return [headerOf(name, body.length, modifiedAt), body, Buffer.alloc((block - (body.length % block)) % block)]
  })
  return Buffer.concat([...parts, Buffer.alloc(block * 2)])
}

function headerOf(name: string, sizeBytes: number, modifiedAt: number): Buffer {
  const header = Buffer.alloc(block)
  header.write(name, 0, 100)
  header.write(octal(0o600, 8), 100)
  header.write(octal(0, 8), 108)
  header.write(octal(0, 8), 116)
  header.write(octal(sizeBytes, 12), 124)
  header.write(octal(Math.floor(modifiedAt / 1_000), 12), 136)
  header.write(' '.repeat(8), 148) // the sum is taken over blanks in its own place
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
