/** What those who run it are given as files: every figure they name exists, and every alarm has its page in the runbook. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { roleNames, settings } from '#platform'
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

describe('the ways to run it', () => {
  type Service = { environment?: Record<string, string>; read_only?: boolean; cap_drop?: string[]; healthcheck?: object }
  const compose = parse(read('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> }
  const dockerfile = read('Dockerfile')
  const unit = read('ops/murojaat.service')

  it('set only settings there are, and split the roles so that each is done somewhere', () => {
    const ours = Object.entries(compose.services).filter(([, service]) => service.environment?.['ROLES'] !== undefined)
    const given = ours.flatMap(([, service]) => Object.keys(service.environment ?? {}))
    const inImage = [...dockerfile.matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name]) => name ?? '')
    const inUnit = [...unit.matchAll(/\b([A-Z][A-Z_]+)=/g)].map(([, name]) => name ?? '')
    for (const name of [...given, ...inImage, ...inUnit]) expect([...Object.keys(settings), 'NODE_ENV'], name).toContain(name)
    const roles = ours.flatMap(([, service]) => (service.environment?.['ROLES'] ?? '').split(','))
    expect(roles.sort()).toEqual([...roleNames].sort())
  })
  it('give the program no right it does not need', () => {
    for (const name of ['web', 'worker']) expect(compose.services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
    expect(dockerfile).toMatch(/^USER 10001:10001$/m)
    for (const line of ['NoNewPrivileges=true', 'ProtectSystem=strict', 'CapabilityBoundingSet=']) expect(unit).toContain(line)
    for (const name of ['postgres', 'redis']) expect(compose.services[name]?.healthcheck).toBeDefined()
  })
  it('copy only what is there, and leave behind only packages that are asked for', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(?:--\S+ )?(.+) \S+$/gm)].flatMap(([, files]) =>
      (files ?? '').split(' '),
    )
    expect(copied.length).toBeGreaterThan(8)
    for (const file of copied) expect(existsSync(new URL(`../../${file}`, import.meta.url)), file).toBe(true)
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
    const left = [...dockerfile.matchAll(/dependencies\.(\S+)/g)].map(([, name]) => name ?? '')
    expect(left.filter((name) => dependencies[name] === undefined)).toEqual([])
    // Whatever the server's own code asks for stays.
    const asked = sourceFiles(['src'])
      .filter(({ path }) => !path.endsWith('.test.ts'))
      .flatMap(({ text }) => [...text.matchAll(/from '([^'.#][^']*)'/g)].map(([, name]) => name ?? ''))
    expect(left.filter((name) => asked.some((one) => one === name || one.startsWith(`${name}/`)))).toEqual([])
  })
  it('end a stop later than the program does by itself', () => {
    const longestStopMs = Number(/longestStopMs = ([\d_]+)/.exec(read('src/main.ts'))?.[1]?.replaceAll('_', ''))
    expect(longestStopMs).toBeGreaterThan(0)
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit)?.[1]) * 1_000).toBeGreaterThan(longestStopMs)
    expect(Number(/stop_grace_period: (\d+)s/.exec(read('docker-compose.yml'))?.[1]) * 1_000).toBeGreaterThan(longestStopMs)
  })
  it('let the proxy take what the program takes', () => {
    const nginx = read('ops/nginx.conf')
    expect(Number(/client_max_body_size (\d+)m/.exec(nginx)?.[1])).toBeGreaterThan(20)
    expect(nginx.split('{').length).toBe(nginx.split('}').length)
  })
})
