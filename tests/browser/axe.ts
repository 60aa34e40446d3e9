import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

export const rulesOfTheDark = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
  'aria-hidden-focus',
]

/** What axe finds against WCAG 2.2 A and AA, one line each; empty is clean. @param rules these alone, where given. */
export async function axeFaults(page: Page, rules?: string[]): Promise<string[]> {
  // In the page itself: there are no frames from elsewhere whose findings a page apart would have to gather.
  const axe = new AxeBuilder({ page: page as never }).setLegacyMode(true)
  const asked = rules ? axe.withRules(rules) : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
  await settled(page)
  const { violations } = await asked.analyze()
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`,
  )
}

/** Until nothing fades or moves any more: colours are measured as they stay. */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const transitions = document.getAnimations().filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(transitions.map((one) => one.finished))
  })
}
