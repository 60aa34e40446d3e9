/** What a vendor whose accounts are set up in the console is to the rest of the house: all of it in its own folder. */
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { AccountKindToSetUp, CredentialField, Visibility } from '#contracts'
import type { Intake } from '#inbox'
import type { ChannelAccountId } from '#kernel'
import type { Config, Ctx } from '#platform'
import type { Channel, ChannelAccount } from './channel.ts'

/** `vendor_away`: nobody could tell now. `other_account`: the token belongs to another account than the one named. */
export type CredentialsRefusal = 'malformed' | 'token_refused' | 'permission_missing' | 'other_account' | 'vendor_away'

/** What the vendor said of credentials. `name` is what the account is called there. */
export type CheckedCredentials =
  | { readonly ok: true; readonly externalId: string; readonly name: string }
  | { readonly ok: false; readonly reason: CredentialsRefusal }

/** One kind of account of a vendor's. */
export type AccountKind = {
  readonly kind: AccountKindToSetUp
  readonly visibility: Visibility
  readonly credentials: readonly CredentialField[]
}

/** The vendor's accounts in one process. */
export type VendorAccounts = {
  /** What is entered at the vendor: where it calls, and the word some vendors want beside it. */
  readonly webhook: { readonly path: string; readonly verifyToken: string | null }
  /** Asks the vendor whether credentials are good. Never throws and changes nothing there. */
  check(kind: AccountKindToSetUp, credentials: unknown): Promise<CheckedCredentials>
  /** Already listening. Throws `channel.not_configured` where the credentials are not of its kind. */
  open(input: { account: ChannelAccount; credentials: unknown; intake: Intake; makeCtx: (trace?: string) => Ctx }): Channel
  /** Listens no more for this account; an unknown one changes nothing. */
  forget(id: ChannelAccountId): void
  /** Where the vendor calls; once per server. */
  addRoutes(server: FastifyInstance, makeCtx: (trace: string) => Ctx): void
}

/** The vendor in this process, for the demonstration and its tools. */
export type VendorEmulator = {
  readonly url: string
  /** One account of each kind, as an administrator would set them up. */
  readonly accounts: readonly {
    readonly kind: AccountKindToSetUp
    readonly externalId: string
    readonly credentials: Readonly<Record<string, string>>
  }[]
  /** What `npm run customer` calls its ways to write: `/_people/<one of these>/<id>` below the address. */
  readonly peopleChannels: readonly string[]
  /** @param base where the program listens. */
  connect(base: string): void
  stop(): Promise<void>
}

export type Vendor = {
  readonly name: string
  readonly kinds: readonly AccountKind[]
  /** @param verifyToken the installation's own word; the same in every process. */
  createAccounts(input: { config: Config; verifyToken: string; emulator: VendorEmulator | null }): VendorAccounts
  startEmulator(options: { host: string; port: number }): Promise<VendorEmulator>
}

/** The fields of credentials as a form needs them, read off their schema; tokens and secrets are shown to nobody. */
export function fieldsOf(schema: z.ZodObject): readonly CredentialField[] {
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    isSecret: /token|secret/i.test(name),
    isRequired: !(field as z.ZodType).safeParse(undefined).success,
  }))
}
