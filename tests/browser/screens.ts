/** Pictures for README, written only when asked (`npm run screens`): a test run leaves the tree as it was. */
import { mkdirSync, writeFileSync } from 'node:fs'
import * as path from 'node:path'
import type { Page } from 'playwright-core'

const directory = path.resolve('docs/screens')
const mostBytes = 150_000
/** Letters stay sharp at the first; a picture of a photograph comes down to the last. */
const qualities = [0.9, 0.8, 0.65, 0.5]

/** Whether pictures are asked for: what is only a picture and proves nothing is left out of a test run. */
export const isShooting = process.env['WRITE_SCREENS'] === 'true'

type Clip = { x: number; y: number; width: number; height: number }

/** @param clip only this part of the page. Throws where the picture is too heavy for a repository. */
export async function shoot(page: Page, name: string, clip?: Clip): Promise<void> {
  if (!isShooting) return
  mkdirSync(directory, { recursive: true })
  // What passes (a notice of a clock) would hide what the picture is of.
  const style = '.mantine-Notifications-root { visibility: hidden }'
  const picture = await page.screenshot({ animations: 'disabled', style, ...(clip && { clip }) })
  for (const quality of qualities) {
    const body = await asWebp(page, picture, quality)
    if (body.length > mostBytes) continue
    writeFileSync(path.join(directory, `${name}.webp`), body)
    return
  }
  throw new Error(`${name} has more than ${mostBytes} bytes at the poorest quality`)
}

/** The browser makes it: a page of its own, because the console's policy lets no picture in from elsewhere. */
async function asWebp(page: Page, png: Buffer, quality: number): Promise<Buffer> {
  const studio = await page.context().newPage()
  try {
    const made = await studio.evaluate(
      async ([data, given]) => {
        const image = new Image()
        image.src = `data:image/png;base64,${data}`
        await image.decode()
        const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
        canvas.getContext('2d')?.drawImage(image, 0, 0)
        return canvas.toDataURL('image/webp', given)
      },
      [png.toString('base64'), quality] as const,
    )
    return Buffer.from(made.slice(made.indexOf(',') + 1), 'base64')
  } finally {
    await studio.close()
  }
}
