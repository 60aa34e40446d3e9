import qrcode from 'qrcode-generator'

/** A picture a phone's camera reads: an SVG path over a square of so many modules, dark ones as runs of each row. */
export type QrPath = { readonly size: number; readonly path: string }

/**
 * Made here and not in the client's browser, whose script has no room for it, and not by somebody else's service, which would
 * learn the address.
 * @param text an address; up to some 300 bytes stay easy to read from a screen.
 */
export function qrPath(text: string): QrPath {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const size = code.getModuleCount()
  let path = ''
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!code.isDark(row, column)) continue
      const from = column
      while (column + 1 < size && code.isDark(row, column + 1)) column++
      const length = column + 1 - from
      path += `M${from} ${row}h${length}v1h-${length}z`
    }
  }
  return { size, path }
}
