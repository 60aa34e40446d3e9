/** What a file is by its own bytes; what the sender calls it is a hint and never believed. */
import { fileTypeFromBuffer } from 'file-type'

/** Programs: the commonest theft here is a "photo" that is an Android package. Kept out of the store altogether. */
const programs = new Set([
  'application/vnd.android.package-archive',
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-archive',
  'application/x-ms-shortcut',
  'application/x-msi',
  'application/x-deb',
  'application/x-rpm',
  'application/x-apple-diskimage',
])
const programNames = /\.(?:apk|apks|xapk|exe|scr|bat|cmd|com|msi|ps1|vbs|js|jar|lnk|sh|dmg|deb|app)$/i

/** A text as text: no zero byte, valid UTF-8. Markup is told apart because a browser would run it. */
function textTypeOf(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, 4096)
  if (head.includes(0)) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head.length < bytes.length ? head.subarray(0, -4) : head)
    return /<(?:!doctype|html|script|svg|body)\b/i.test(text) ? 'text/html' : 'text/plain'
  } catch {
    return null
  }
}

/** The type by content, `application/octet-stream` where nothing is recognised. */
export async function sniffType(bytes: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(bytes)
  return found?.mime ?? textTypeOf(bytes) ?? 'application/octet-stream'
}

/** True for what must not be stored nor offered to an operator's computer. */
export function isProgram(mimeType: string, fileName: string | null): boolean {
  return programs.has(mimeType) || (fileName !== null && programNames.test(fileName.trim()))
}
