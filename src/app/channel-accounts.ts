/**
 * Accounts that are set up in the console: opened with their sealed credentials in every process, followed when they change,
 * and what the desk may do about them.
 */
import { createHash } from 'node:crypto'
import { type AccountKind, type Bots, countUnknownUpdates, type VendorAccounts, vendors } from '#bots'
import type { ChannelAccountState, ChannelAccountsState, KindToSetUp, SaveChannelInput } from '#contracts'
import type { ChannelAccounts } from '#desk'
import {
  type ChannelAccountView,
  enableChannelAccount,
  type Intake,
  listChannelAccounts,
  openCredentials,
  saveChannelAccount,
  saveCredentials,
} from '#inbox'
import { AppError, type ChannelAccountId, invariant, newId, secondMs } from '#kernel'
import { type Config, type Ctx, type HttpServer, withActor } from '#platform'
import type { SealKey } from '#privacy'
import type { Demo } from './demo.ts'

/** A shout that an account changed; processes that miss it find out by themselves. */
const topic = 'channel-accounts'
const lookAgainMs = 30 * secondMs

type AccountsInput = {
  readonly config: Config
  readonly ctx: Ctx
  readonly intake: Intake
  readonly sealKey: SealKey
  readonly bots: Pick<Bots, 'channels'>
  readonly kinds: readonly KindInUse[]
}

/** One kind of account and who speaks for it; the kinds of one vendor share its accounts. */
type KindInUse = AccountKind & { readonly vendor: string; readonly accounts: VendorAccounts }

export type OpenAccountsInput = Pick<AccountsInput, 'config' | 'ctx' | 'intake' | 'sealKey' | 'bots'> & {
  readonly demo: Pick<Demo, 'emulators' | 'setUpEmulated'>
}

/** Listens for every vendor and opens every account there is; in the demonstration it sets the emulated ones up first. */
export async function openAccounts({ demo, ...input }: OpenAccountsInput): Promise<Accounts> {
  const { config, ctx, sealKey } = input
  const verifyToken = verifyTokenFrom(sealKey)
  const kinds = vendors.flatMap(({ name, kinds: all, createAccounts: createOf }) => {
    const inUse = createOf({ config, verifyToken, emulator: demo.emulators.get(name) ?? null })
    return all.map((kind) => ({ ...kind, vendor: name, accounts: inUse }))
  })
  const accounts = createAccounts({ ...input, kinds })
  await demo.setUpEmulated(accounts.desk, ctx)
  await accounts.follow()
  return accounts
}

export type Accounts = {
  /** Where the vendors call; once per server. */
  addRoutes(server: HttpServer): void
  /** Opens what is new, closes what was disabled, and opens again what has other credentials. */
  follow(): Promise<void>
  start(): void
  stop(): void
  readonly desk: ChannelAccounts
}

/** The word entered at Meta beside the address: the same in every process, and none of the sealed secrets can be had from it. */
function verifyTokenFrom(sealKey: SealKey): string {
  return createHash('sha256').update('murojaat meta verify token').update(sealKey.key).digest('base64url').slice(0, 32)
}

/** One process's view of the accounts; `follow` runs one at a time. */
function createAccounts(input: AccountsInput): Accounts {
  const { ctx, bots, kinds, sealKey } = input
  const opened = new Map<ChannelAccountId, string>()
  const isSpeaking = input.config.ROLES.includes('telegram')
  let isRunning = false
  let turn: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let unhear: () => void = () => undefined

  async function close(id: ChannelAccountId, { accounts }: KindInUse): Promise<void> {
    await bots.channels.of(id)?.stop?.()
    accounts.forget(id)
    bots.channels.remove(id)
    opened.delete(id)
  }

  async function open(account: ChannelAccountView, kind: KindInUse): Promise<void> {
    const found = await openCredentials(ctx, sealKey, account.id)
    const version = `${found?.savedAt.getTime()} ${account.name} ${account.botEnabled}`
    if (found === null || opened.get(account.id) === version) return
    await close(account.id, kind)
    const makeCtx = (trace?: string) => withActor(ctx, { kind: 'system', name: 'channel' }, trace ?? newId())
    const { intake } = input
    const channel = kind.accounts.open({ account, credentials: found.credentials, intake, makeCtx })
    bots.channels.add(channel)
    opened.set(account.id, version)
    if (isRunning && isSpeaking) await channel.start?.()
  }

  async function followOnce(): Promise<void> {
    for (const account of await listChannelAccounts(ctx)) {
      const kind = kinds.find((one) => one.kind === account.kind)
      if (kind === undefined) continue
      try {
        await (account.isEnabled ? open(account, kind) : close(account.id, kind))
      } catch (error) {
        // One account with spoilt credentials must not silence the others.
        ctx.log.error({ error, channel: account.kind }, 'an account could not be opened')
      }
    }
  }
  const follow = () => {
    turn = turn.then(followOnce, followOnce)
    return turn
  }
  const quietly = () => void follow().catch((error: unknown) => ctx.log.warn({ error }, 'accounts could not be read'))
  return {
    addRoutes(server) {
      const makeCtx = (trace: string) => withActor(ctx, { kind: 'system', name: 'channel' }, trace)
      for (const accounts of new Set(kinds.map((one) => one.accounts))) accounts.addRoutes(server, makeCtx)
    },
    follow,
    start() {
      isRunning = true
      unhear = ctx.bus.subscribe(topic, quietly)
      timer = setInterval(quietly, lookAgainMs).unref()
    },
    stop() {
      isRunning = false
      unhear()
      clearInterval(timer)
    },
    desk: deskOf(input, follow),
  }
}

function deskOf(input: AccountsInput, follow: () => Promise<void>): ChannelAccounts {
  const { kinds, sealKey } = input
  const kindOf = (wanted: SaveChannelInput['kind']) => {
    const kind = kinds.find((one) => one.kind === wanted)
    invariant(kind, 'every kind that can be set up has its vendor')
    return kind
  }
  const changed = async (ctx: Ctx) => {
    ctx.bus.publish(topic, {})
    await follow()
  }
  return {
    list: (ctx) => listStates(ctx, input),
    async check(_ctx, { kind, credentials }) {
      const checked = await kindOf(kind).accounts.check(kind, credentials)
      return checked.ok
        ? { ok: true, name: checked.name, externalId: checked.externalId, reason: null }
        : { ok: false, name: null, externalId: null, reason: checked.reason }
    },
    async save(ctx, { kind, credentials, name, botEnabled }: SaveChannelInput) {
      const { accounts, visibility } = kindOf(kind)
      const checked = await accounts.check(kind, credentials)
      if (!checked.ok) throw new AppError('channel.credentials_refused', { reason: checked.reason })
      const { externalId } = checked
      const calledAs = name ?? (checked.name.slice(0, 80) || kind)
      const account = await saveChannelAccount(ctx, { kind, externalId, name: calledAs, visibility, botEnabled })
      await saveCredentials(ctx, sealKey, { channelAccountId: account.id, credentials })
      await changed(ctx)
    },
    async enable(ctx, id, isEnabled) {
      await enableChannelAccount(ctx, id, isEnabled)
      await changed(ctx)
    },
  }
}

async function listStates(ctx: Ctx, input: AccountsInput): Promise<ChannelAccountsState> {
  const { bots, kinds, sealKey } = input
  const [accounts, unknown] = await Promise.all([listChannelAccounts(ctx), countUnknownUpdates(ctx)])
  const states = accounts.map(async (account): Promise<ChannelAccountState> => {
    const { id, kind, name, externalId, visibility, isEnabled, botEnabled } = account
    const health = bots.channels.of(id)?.health() ?? ({ state: 'off', reason: null } as const)
    const hasCredentials = kinds.some((one) => one.kind === kind) && (await openCredentials(ctx, sealKey, id)) !== null
    const unknownKinds = unknown
      .filter((one) => one.channelAccountId === id)
      .map((one) => ({ kind: one.kind, count: one.count, lastAt: one.lastAt.toISOString() }))
    return { id, kind, name, externalId, visibility, isEnabled, botEnabled, hasCredentials, health, unknownKinds }
  })
  const forms = kinds.map((kind) => formOf(input.config, kind))
  const meta = forms.find(({ kind }) => kinds.some((one) => one.kind === kind && one.vendor === 'meta'))
  const metaWebhook = { url: meta?.webhookUrl ?? null, verifyToken: meta?.verifyToken ?? '' }
  return { accounts: await Promise.all(states), kinds: forms, metaWebhook }
}

function formOf({ PUBLIC_URL: base }: Config, { kind, credentials, accounts }: KindInUse): KindToSetUp {
  const { path, verifyToken } = accounts.webhook
  return { kind, credentials: [...credentials], webhookUrl: base === undefined ? null : `${base}${path}`, verifyToken }
}
