/** The pages of supervisors, managers and administrators, each as somebody who works with it sees it. */
import type { Page } from 'playwright-core'
import { sectionsOf } from '../../web/desk/src/shell/route.ts'
import { axeFaults, rulesOfTheDark } from './axe.ts'
import { isShooting, shoot } from './screens.ts'

export type Place = {
  readonly hash: string
  /** What is there when it has come. */
  readonly ready: string
  /** Whose eyes; the administrator's unless said. */
  readonly who?: 'sherzod'
  /** The name of its picture. */
  readonly shot?: string
}

export const places: readonly Place[] = [
  { hash: '#/routing', ready: 'table', shot: 'routing' },
  { hash: '#/routing/rules', ready: '.rule-table' },
  { hash: '#/routing/staff', ready: 'table' },
  { hash: '#/routing/words', ready: '.setting-lines' },
  { hash: '#/policy', ready: '.rule-table', shot: 'policy' },
  { hash: '#/policy/escalation', ready: '.rule-table' },
  { hash: '#/policy/legal', ready: '.setting-lines' },
  { hash: '#/policy/other', ready: '.setting-lines' },
  { hash: '#/policy/versions', ready: 'table' },
  { hash: '#/calendars', ready: '.day-cell', shot: 'calendars' },
  { hash: '#/channels', ready: '.account-card', shot: 'accounts' },
  { hash: '#/channels/guard', ready: '.guard-words' },
  { hash: '#/channels/webhooks', ready: '.section-bar' },
  { hash: '#/deliveries', ready: 'main .nothing, .arrival' },
  { hash: '#/deliveries/approvals', ready: 'main .nothing, main li' },
  { hash: '#/templates', ready: '.library-list a', shot: 'library' },
  { hash: '#/templates/new', ready: '.draft-form', shot: 'template-new' },
  { hash: '#/house', ready: 'main table tbody tr', shot: 'staff' },
  { hash: '#/house/departments', ready: 'main li, main table' },
  { hash: '#/house/health', ready: '.check', shot: 'health' },
  { hash: '#/house/set_up', ready: 'main h2', shot: 'set-up' },
  { hash: '#/security', ready: 'main h2' },
  { hash: '#/security/everybody', ready: 'main h2' },
  { hash: '#/records', ready: '.records-table, main .nothing', shot: 'records' },
  { hash: '#/records/retention', ready: 'main h2' },
  { hash: '#/board', ready: '.operators li', who: 'sherzod', shot: 'board' },
  { hash: '#/statistics', ready: '.heat-cell', who: 'sherzod', shot: 'statistics' },
  { hash: '#/statistics/satisfaction', ready: '.follow-ups', who: 'sherzod', shot: 'satisfaction' },
  { hash: '#/quality', ready: 'main .nothing, main .panel', who: 'sherzod' },
  { hash: '#/statistics/quality', ready: 'main .panel', who: 'sherzod' },
  { hash: '#/statistics/templates', ready: 'main table', who: 'sherzod', shot: 'template-use' },
  { hash: '#/statistics/repeats', ready: 'table', who: 'sherzod' },
  { hash: '#/statistics/appeals', ready: '.bars li', who: 'sherzod', shot: 'appeals' },
  { hash: '#/statistics/schedules', ready: 'main .panel', who: 'sherzod' },
]

/** Addresses of the console no place stands for; the operator's own pages are in other stories. */
export function unvisited(): string[] {
  const all = Object.entries(sectionsOf).flatMap(([page, sections]) =>
    sections.map((section, i) => (i === 0 ? `#/${page}` : `#/${page}/${section}`)),
  )
  const visited = new Set(places.map(({ hash }) => hash))
  return [...all, '#/board', '#/quality', '#/calendars', '#/templates'].filter((hash) => !visited.has(hash))
}

type Scheme = 'light' | 'dark'
type Look = { readonly language: string; readonly schemes: readonly Scheme[] }

/** README shows the pages in the bank's first languages, one for each theme; whoever only tests hears the others. */
export function looksOf(who: string): readonly Look[] {
  if (!isShooting) return [{ language: who === 'admin' ? 'en' : 'uz-Cyrl', schemes: ['light', 'dark'] }]
  return [
    { language: 'uz-Latn', schemes: ['light'] },
    { language: 'ru', schemes: ['dark'] },
  ]
}

/** Puts down what is wrong with a page in this theme; its numbers are asked for once, in the light. */
export async function lookAt(
  page: Page,
  place: Place,
  { language, scheme }: { language: string; scheme: Scheme },
  seen: { faults: string[]; numbers: number },
): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme })
  await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor()
  // A colour on its way from one theme to the other is neither.
  await page.waitForFunction(() => document.getAnimations().every((one) => !(one instanceof CSSTransition)))
  // What is said and in what order is the same in the dark; colours, and what is told by them or lies in sight, are not.
  const faults = await axeFaults(page, scheme === 'dark' ? rulesOfTheDark : undefined)
  seen.faults.push(...faults.map((fault) => `${place.hash}, ${scheme}: ${fault}`))
  if (scheme === 'light') {
    const { asked, wrong } = await numbersThatKeepDisagreeing(page, place)
    seen.numbers += asked
    seen.faults.push(...wrong.map((number) => `${place.hash} ${number}`))
  }
  if (place.shot) await shoot(page, `${place.shot}-${language}-${scheme}`)
}

/**
 * The bank lives on while its numbers are looked at: a clock runs out between the page and the list. Those that disagreed, and
 * they alone, are asked once more right after the page; what is wrong then too is a fault.
 */
async function numbersThatKeepDisagreeing(page: Page, place: Place): Promise<{ asked: number; wrong: string[] }> {
  const { asked, wrong } = await numbersThatDisagree(page)
  if (wrong.length === 0) return { asked, wrong: [] }
  await page.reload()
  await page.locator(place.ready).first().waitFor()
  const again = await numbersThatDisagree(
    page,
    wrong.map(({ behind }) => behind),
  )
  return { asked, wrong: again.wrong.map(({ said }) => said) }
}

const askedAtOnce = 6

type Disagreement = { readonly behind: string; readonly said: string }

/**
 * Every number on the page that opens its requests, whose list has another count than the number; and how many there are.
 * @param only those behind these addresses.
 */
function numbersThatDisagree(page: Page, only?: readonly string[]): Promise<{ asked: number; wrong: Disagreement[] }> {
  return page.evaluate(
    async ([atOnce, meant]) => {
      const left = [...document.querySelectorAll<HTMLElement>('[data-behind]')]
        .map(({ dataset }) => dataset)
        .filter(({ behind }) => meant === null || meant.includes(behind ?? ''))
      const asked = left.length
      const wrong: Disagreement[] = []
      const ask = async ({ behind = '', count = '' }: DOMStringMap) => {
        const answer = await fetch(`/api/statistics/behind${behind}`)
        const { total } = (await answer.json()) as { total?: number }
        if (String(total) !== count)
          wrong.push({ behind, said: `${behind}: ${count} on the screen, ${total ?? answer.status} in the list` })
      }
      const work = async () => {
        for (let one = left.shift(); one; one = left.shift()) await ask(one)
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      return { asked, wrong }
    },
    [askedAtOnce, only ?? null] as const,
  )
}
