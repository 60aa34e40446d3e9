import * as fs from 'node:fs'
import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { startTelegramEmulator, type TelegramEmulator, type VendorEmulator, vendors } from '#bots'
import type { ChannelAccounts } from '#desk'
import type { Config, Ctx, HttpServer, Platform } from '#platform'

const pages = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../web/demo')
/** The made-up bank's page shows the widget and nothing else; its scripts and styles are its own files. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self' ws: wss:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export type Demo = {
  readonly isOn: boolean
  /** The site's code in the widget's address. */
  readonly siteCode: string
  /** A Telegram to talk to where there is no bot of the bank's own. */
  readonly telegram: { readonly token: string; readonly apiRoot: string } | null
  /** The vendors to talk to by their names, where the demonstration has no real ones. */
  readonly emulators: ReadonlyMap<string, VendorEmulator>
  /** Sets the emulated accounts up as an administrator would; those the bank has set up itself stay. */
  setUpEmulated(accounts: ChannelAccounts, ctx: Ctx): Promise<void>
  addRoutes(server: HttpServer): Promise<void>
  greeting(base: string): readonly string[]
  /** Tells the tools beside the program (customer, demo) where it is. */
  announce(running: { telegramAccountId: string | null }): void
  stop(): Promise<void>
}

/** The demonstration: on by itself where the program stands alone, that is, has neither a bot of its own nor a database. */
export function isDemo(config: Config): boolean {
  if (config.DEMO !== 'auto') return config.DEMO === 'on'
  return config.TELEGRAM_BOT_TOKEN === undefined && config.DATABASE_URL === undefined
}

export async function createDemo(config: Config, platform: Platform): Promise<Demo> {
  const isOn = isDemo(config)
  const withTelegram = isOn && config.TELEGRAM_BOT_TOKEN === undefined && config.ROLES.includes('telegram')
  const stateFile = path.join(platform.dataDirectory, 'telegram-emulator.json')
  const firstMessageId = Math.floor(Date.now() / 1_000)
  const emulator = withTelegram ? await startTelegramEmulator({ host: '127.0.0.1', port: 0, firstMessageId, stateFile }) : null
  const emulators = isOn && config.ROLES.includes('telegram') ? await startEmulators() : new Map<string, VendorEmulator>()
  const runningFile = path.join(platform.dataDirectory, 'running.json')
  let telegramAccountId: string | null = null
  return {
    isOn,
    siteCode: isOn ? 'demo' : 'main',
    telegram: emulator ? { token: emulator.token, apiRoot: emulator.url } : null,
    emulators,
    setUpEmulated: (accounts, ctx) => setUpEmulated([...emulators.values()], accounts, ctx),
    async addRoutes(server) {
      if (isOn) await addPages(server, emulator)
    },
    announce(running) {
      telegramAccountId = running.telegramAccountId
    },
    greeting(base) {
      for (const one of emulators.values()) one.connect(base)
      fs.mkdirSync(platform.dataDirectory, { recursive: true })
      fs.writeFileSync(
        runningFile,
        JSON.stringify({
          url: base,
          emulatorUrl: emulator?.url ?? null,
          people: Object.fromEntries(
            [...emulators.values()].flatMap((one) => one.peopleChannels.map((name) => [name, one.url])),
          ),
          telegramAccountId,
          site: isOn ? 'demo' : 'main',
        }),
      )
      const addresses: [string, string][] = [
        ['operators’ console', `${base}/`],
        ...(isOn ? ([['bank’s website with the chat', `${base}/demo`]] as [string, string][]) : []),
        ...(emulator ? ([['Telegram emulator', `${emulator.url}/`]] as [string, string][]) : []),
        ['API documents', `${base}/docs`],
      ]
      return ['', 'murojaat is running', ...addresses.map(([name, address]) => `  ${name.padEnd(30)} ${address}`)]
    },
    async stop() {
      fs.rmSync(runningFile, { force: true })
      await emulator?.stop()
      await Promise.all([...emulators.values()].map((one) => one.stop()))
    },
  }
}

async function startEmulators(): Promise<Map<string, VendorEmulator>> {
  const started = vendors.map(async (one) => [one.name, await one.startEmulator({ host: '127.0.0.1', port: 0 })] as const)
  return new Map(await Promise.all(started))
}

/** One account of each kind, under the emulators' own names. */
async function setUpEmulated(emulators: readonly VendorEmulator[], accounts: ChannelAccounts, ctx: Ctx): Promise<void> {
  const known = await accounts.list(ctx)
  for (const { kind, externalId, credentials } of emulators.flatMap((one) => one.accounts)) {
    const isKnown = known.accounts.some((one) => one.kind === kind && one.externalId === externalId)
    if (!isKnown) await accounts.save(ctx, { kind, credentials: { ...credentials }, botEnabled: true })
  }
}

async function addPages(server: HttpServer, emulator: TelegramEmulator | null): Promise<void> {
  await server.register(fastifyStatic, {
    root: pages,
    prefix: '/demo/',
    decorateReply: false,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply) => {
      void reply.header('cache-control', 'no-cache')
    },
  })
  const hidden: object = { hide: true }
  server.get('/demo', { schema: hidden }, (_request, reply) =>
    reply
      .header('content-security-policy', pagePolicy)
      .type('text/html; charset=utf-8')
      .send(fs.createReadStream(path.join(pages, 'index.html'))),
  )
  // The page is told, not left to try: its policy lets it speak with this program only.
  server.get('/demo/about.json', { schema: hidden }, () => ({ telegram: emulator !== null }))
  if (emulator) server.get('/demo/telegram', { schema: hidden }, (_request, reply) => reply.redirect(`${emulator.url}/`))
}
