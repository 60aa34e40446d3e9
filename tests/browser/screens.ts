/** Pictures for README, written only when asked (`npm run screens`): a test run leaves the tree as it was. */
import { mkdirSync, statSync } from 'node:fs'
import * as path from 'node:path'
import type { Page } from 'playwright-core'

const directory = path.resolve('docs/screens')
const mostBytes = 400_000

/** Whether pictures are asked for: what is only a picture and proves nothing is left out of a test run. */
export const isShooting = process.env['WRITE_SCREENS'] === 'true'

type Clip = { x: number; y: number; width: number; height: number }

/** @param clip only this part of the page. Throws where the picture is too heavy for a repository. */
export async function shoot(page: Page, name: string, clip?: Clip): Promise<void> {
  if (!isShooting) return
  mkdirSync(directory, { recursive: true })
  const file = path.join(directory, `${name}.png`)
  // What passes (a notice of a clock) would hide what the picture is of.
  const style = '.mantine-Notifications-root { visibility: hidden }'
  await page.screenshot({ path: file, animations: 'disabled', style, ...(clip && { clip }) })
  const { size } = statSync(file)
  if (size > mostBytes) throw new Error(`${name}.png has ${size} bytes, more than ${mostBytes}`)
}
