/**
 * Bull Board: what waits, runs and failed in the queue, for those who run it. It only looks: work is tried again by the sweeps, and
 * a job is a hint, so there is nothing to be pressed here. Its own server adapter is not used, because it brings a second
 * template engine and a second file server, and its page fetches fonts from elsewhere.
 */
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import * as path from 'node:path'
import { createBullBoard } from '@bull-board/api'
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter'
import type { AppControllerRoute, AppViewRoute, BullBoardQueues, IServerAdapter, UIConfig } from '@bull-board/api/dist/types.js'
import { AppError } from '#kernel'
import type { JobQueue } from '../ctx.ts'
import { queuesForBoard } from './job-queue.ts'

export type BoardAnswer = { readonly status: number; readonly type: string; readonly body: string | Buffer | object }
export type BoardCall = {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}
/** Only reads; whoever serves them stands guard before each. */
export type BoardRoute = { readonly url: string; answer(call: BoardCall): Promise<BoardAnswer> }

/** The page's styles are its own; it sets some on elements, and names its place by a base address. */
export const boardPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
  "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.woff2': 'font/woff2',
}

class Collector implements IServerAdapter {
  queues: BullBoardQueues = new Map()
  entry: AppViewRoute | undefined
  api: readonly AppControllerRoute[] = []
  ui: UIConfig = {}
  setQueues(queues: BullBoardQueues): this {
    this.queues = queues
    return this
  }
  setViewsPath(): this {
    return this
  }
  setStaticPath(): this {
    return this
  }
  setEntryRoute(route: AppViewRoute): this {
    this.entry = route
    return this
  }
  setErrorHandler(): this {
    return this
  }
  setApiRoutes(routes: AppControllerRoute[]): this {
    this.api = routes
    return this
  }
  setUIConfig(config: UIConfig): this {
    this.ui = config
    return this
  }
}

const listOf = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? (one as readonly T[]) : [one as T])

/**
 * The board's routes below `base`, which has no slash at its end.
 * @param jobs names of the jobs that are shown; all of them, whether this process works on them or not.
 */
export function jobBoardRoutes(queue: JobQueue, jobs: readonly string[], base: string): BoardRoute[] {
  const uiBasePath = path.dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'))
  const board = new Collector()
  const queues = queuesForBoard(queue, jobs).map((one) => new BullMQAdapter(one, { readOnlyMode: true }))
  createBullBoard({ queues, serverAdapter: board, options: { uiBasePath, uiConfig: { boardTitle: 'murojaat' } } })
  const page = fs.readFileSync(path.join(uiBasePath, 'dist/index.ejs'), 'utf8').replace(/<link href="https:[^<>]{1,300}>/g, '')
  return [...pageRoutes(board, page, base), ...apiRoutes(board, base), fileRoute(path.join(uiBasePath, 'dist/static'), base)]
}

function pageRoutes({ entry, ui }: Collector, page: string, base: string): BoardRoute[] {
  if (entry === undefined) return []
  return listOf(entry.route).map((route) => ({
    url: `${base}${route}`,
    async answer() {
      const { params } = entry.handler({ basePath: base, uiConfig: ui })
      const given = params as unknown as Readonly<Record<string, unknown>>
      const body = page.replace(/<%[-=] (\w+) %>/g, (_, name: string) => String(given[name] ?? ''))
      return { status: 200, type: 'text/html; charset=utf-8', body }
    },
  }))
}

function apiRoutes({ api, queues, ui }: Collector, base: string): BoardRoute[] {
  const reads = api.filter(({ method }) => listOf(method).includes('get'))
  return reads.flatMap(({ route, handler }) =>
    listOf(route).map((one) => ({
      url: `${base}${one}`,
      async answer({ params, query }: BoardCall) {
        const { status = 200, body } = await handler({ queues, uiConfig: ui, params, query, body: {}, headers: {} })
        return { status, type: 'application/json; charset=utf-8', body: (body ?? {}) as object }
      },
    })),
  )
}

function fileRoute(directory: string, base: string): BoardRoute {
  return {
    url: `${base}/static/*`,
    async answer({ params }) {
      const file = path.join(directory, path.normalize(`/${params['*'] ?? ''}`))
      const type = types[path.extname(file)]
      if (type === undefined || !fs.existsSync(file)) throw new AppError('route.not_found')
      return { status: 200, type, body: await fs.promises.readFile(file) }
    },
  }
}
