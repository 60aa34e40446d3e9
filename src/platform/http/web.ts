/** The built pages: the console at /, the widget at /widget/. What is not built is not served, and says so. */
import * as fs from 'node:fs'
import * as path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#kernel'
import { pagePolicy } from './security-headers.ts'

/** Vite puts a hash of the content into the names below assets/, so those never change. */
const hashed = /[/\\]assets[/\\][^/\\]+-[\w-]{8,}\.\w+$/
/** What stands squeezed beside a file of the console, for browsers that take it so: never asked for by its own name. */
const squeezed = ['.br', '.gz']
const plainName = (file: string) => (squeezed.includes(path.extname(file)) ? file.slice(0, -3) : file)
const forever = 'public, max-age=31536000, immutable'
/** The widget's one name is in the bank's pages for years; a fix must reach them within minutes. */
const minutes = 'public, max-age=300'
/** The browser asks for the tab's picture at every step through the console. */
const day = 'public, max-age=86400'
const lifeOf = (file: string) => (hashed.test(file) ? forever : file.endsWith('favicon.svg') ? day : 'no-cache')

export async function addWeb(server: FastifyInstance, directory: string): Promise<{ console: boolean; widget: boolean }> {
  const consoleRoot = path.join(directory, 'desk')
  const widgetRoot = path.join(directory, 'widget')
  const has = { console: fs.existsSync(path.join(consoleRoot, 'index.html')), widget: fs.existsSync(widgetRoot) }
  if (has.console) {
    await server.register(fastifyStatic, {
      root: consoleRoot,
      prefix: '/',
      wildcard: false,
      cacheControl: false,
      schemaHide: true,
      preCompressed: true,
      globIgnore: squeezed.map((ending) => `**/*${ending}`),
      setHeaders: (reply, sent) => {
        const file = plainName(sent)
        void reply.header('cache-control', lifeOf(file))
        if (file.endsWith('.html')) void reply.header('content-security-policy', pagePolicy)
      },
    })
  }
  if (has.widget) {
    await server.register(fastifyStatic, {
      root: widgetRoot,
      prefix: '/widget/',
      decorateReply: !has.console,
      wildcard: false,
      cacheControl: false,
      schemaHide: true,
      setHeaders: (reply, file) => {
        void reply.header('cache-control', hashed.test(file) ? forever : minutes)
        void reply.header('cross-origin-resource-policy', 'cross-origin') // the bank's site loads it from here
        if (file.endsWith('.html')) void reply.header('content-security-policy', pagePolicy)
      },
    })
  }
  server.setNotFoundHandler((request, reply) => {
    if (has.console && isPageOfConsole(request)) return sendConsole(reply)
    throw new AppError('route.not_found')
  })
  return has
}

/** The console finds its own way: any address without a file's ending that a browser asks for as a page. */
function isPageOfConsole(request: FastifyRequest): boolean {
  const [address = ''] = request.url.split('?')
  const isReserved = /^\/(api|desk|channels|webchat|widget|docs|health|metrics)(\/|$)/.test(address)
  const wantsPage = request.headers.accept?.includes('text/html') ?? false
  return request.method === 'GET' && wantsPage && !isReserved && !path.extname(address)
}

const sendConsole = (reply: FastifyReply) => reply.code(200).sendFile('index.html')
