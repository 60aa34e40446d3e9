import axe from 'axe-core'
import type { Page } from 'playwright-core'

export const rulesOfTheDark = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
  'aria-hidden-focus',
]

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/**
 * What axe finds against WCAG 2.2 A and AA, one line each; empty is clean. The page keeps axe once it has it, and axe looks up
 * nothing about what passes: most of its time would go there.
 * @param rules these alone, where given.
 */
export async function axeFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  await settled(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const runOnly = rules ? { type: 'rule' as const, values: [...rules] } : { type: 'tag' as const, values: standards }
  return page.evaluate(
    async (options) => {
      const { violations } = await window.axe.run(document, options)
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`,
      )
    },
    { runOnly, resultTypes: ['violations' as const] },
  )
}

declare global {
  interface Window {
    axe: typeof axe
  }
}

/** Until nothing fades or moves any more: colours are measured as they stay. */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(transitions.map((one) => one.finished))
  })
}
