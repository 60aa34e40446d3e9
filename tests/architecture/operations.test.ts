/** What those who run it are given as files: every figure they name exists, and every alarm has its page in the runbook. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { sourceFiles } from './source-files.ts'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

type Rule = { alert: string; expr: string; labels: { severity: string }; annotations: { summary: string; runbook: string } }
const rules = (parse(read('ops/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(
  (group) => group.rules,
)
type Panel = {
  title: string
  type: string
  gridPos: { x: number; y: number; w: number; h: number }
  targets?: { expr: string }[]
}
const boards = readdirSync(new URL('../../ops/grafana', import.meta.url)).map((name) => ({
  name,
  panels: (JSON.parse(read(`ops/grafana/${name}`)) as { panels: Panel[] }).panels,
}))
const asked = [
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
  ...boards.flatMap(({ name, panels }) =>
    panels.flatMap((panel) => (panel.targets ?? []).map(({ expr }) => [`${name}: ${panel.title}`, expr] as const)),
  ),
]

/** Every figure the program counts, observes or shows, with the labels it gives it where those are written out. */
const counted = new Map<string, 'count' | 'gauge' | 'observe'>()
for (const { text } of sourceFiles(['src'])) {
  for (const [, how, name] of text.matchAll(/\bmetrics\s*\??\.(count|gauge|observe)\(\s*'([a-z_]+)'/g))
    counted.set(name ?? '', how as 'count' | 'gauge' | 'observe')
}
/** Those of prom-client and of Prometheus itself. */
const notOurs = new Set([
  'up',
  'process_start_time_seconds',
  'process_resident_memory_bytes',
  'process_cpu_seconds_total',
  'process_open_fds',
  'process_max_fds',
  'nodejs_eventloop_lag_p99_seconds',
  'nodejs_heap_size_used_bytes',
  'nodejs_gc_duration_seconds_sum',
])

const namesIn = (expr: string) => expr.match(/\b(?:murojaat|process|nodejs)_[a-z0-9_]+\b|\bup\b/g) ?? []
function isThere(name: string): boolean {
  if (notOurs.has(name)) return true
  const own = name.replace(/^murojaat_/, '')
  const base = own.replace(/_(?:bucket|sum|count)$/, '')
  return counted.has(own) ? counted.get(own) !== 'observe' : counted.get(base) === 'observe'
}

const steps = (from: number, count: number) => Array.from({ length: count }, (_, step) => from + step)
const cellsOf = ({ x, y, w, h }: Panel['gridPos']) =>
  steps(x, w).flatMap((column) => steps(y, h).map((line) => `${column} ${line}`))

describe('the files for those who run it', () => {
  it('name only figures that exist, in the form they have', () => {
    expect(counted.size).toBeGreaterThan(30)
    expect(asked.length).toBeGreaterThan(50)
    expect(
      asked.flatMap(([where, expr]) =>
        namesIn(expr)
          .filter((name) => !isThere(name))
          .map((name) => `${where}: ${name}`),
      ),
    ).toEqual([])
    expect(isThere('murojaat_http_seconds')).toBe(false)
    expect(isThere('murojaat_nothing_of_ours')).toBe(false)
  })
  it('have balanced brackets and ask something in every panel', () => {
    for (const [where, expr] of asked) {
      for (const [open, close] of ['()', '{}', '[]'])
        expect(expr.split(open ?? '').length, where).toBe(expr.split(close ?? '').length)
      expect(namesIn(expr).length, where).toBeGreaterThan(0)
    }
  })
  it('lay no panel over another', () => {
    for (const { name, panels } of boards) {
      const covered = panels.flatMap(({ gridPos }) => cellsOf(gridPos))
      expect(new Set(covered).size, name).toBe(covered.length)
    }
  })
  it('send every alarm to a page of the runbook, and the runbook has no page of an alarm that is gone', () => {
    const pages = [...read('docs/runbook.md').matchAll(/^## (Murojaat\w+)$/gm)].map(([, name]) => name)
    expect(pages.sort()).toEqual(rules.map(({ alert }) => alert).sort())
    for (const { alert, labels, annotations } of rules) {
      expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`)
      expect(['page', 'ticket']).toContain(labels.severity)
      expect(annotations.summary).toMatch(/\.$/)
    }
  })
})
