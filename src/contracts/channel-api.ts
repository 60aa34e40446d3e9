/** The bank's accounts on the channels as the administrator sets them up. Secrets go in and never come out again. */
import { z } from 'zod'
import { Instant } from './messages.ts'
import { ChannelKind, Visibility } from './vocabulary.ts'

/** Kinds whose accounts are set up in the console; the others are set up in the configuration. */
export const AccountKindToSetUp = z.enum(['instagram', 'messenger', 'facebook', 'whatsapp', 'vk'])
export type AccountKindToSetUp = z.infer<typeof AccountKindToSetUp>

/** As the vendor names them; what each kind needs is in docs/channels.md. */
export const ChannelCredentials = z.record(z.string().max(40), z.string().trim().max(1000))

export const ChannelAccountState = z.object({
  id: z.string(),
  kind: ChannelKind,
  name: z.string(),
  externalId: z.string(),
  visibility: Visibility,
  isEnabled: z.boolean(),
  botEnabled: z.boolean(),
  hasCredentials: z.boolean(),
  /** `off`: this process does not speak for it. `alarm` needs a person, `down` heals by itself. */
  health: z.object({ state: z.enum(['ok', 'starting', 'down', 'alarm', 'off']), reason: z.string().nullable() }),
  /** What the vendor sent that nobody understands yet: kept whole, counted here by the vendor's word for it. */
  unknownKinds: z.array(z.object({ kind: z.string(), count: z.number().int(), lastAt: Instant })),
})
export type ChannelAccountState = z.infer<typeof ChannelAccountState>

/** One field of credentials; its name is the vendor's. A secret is never shown again. */
export const CredentialField = z.object({ name: z.string(), isSecret: z.boolean(), isRequired: z.boolean() })
export type CredentialField = z.infer<typeof CredentialField>

/** What the form of one kind of account asks for, and what is entered at the vendor. */
export const KindToSetUp = z.object({
  kind: AccountKindToSetUp,
  credentials: z.array(CredentialField),
  /** Null while PUBLIC_URL is not set. */
  webhookUrl: z.string().nullable(),
  /** Null where the vendor wants no word beside the address. */
  verifyToken: z.string().nullable(),
})
export type KindToSetUp = z.infer<typeof KindToSetUp>

export const ChannelAccountsState = z.object({
  accounts: z.array(ChannelAccountState),
  kinds: z.array(KindToSetUp),
  /** What is entered at Meta for every app of the bank; `url` is null while PUBLIC_URL is not set. */
  metaWebhook: z.object({ url: z.string().nullable(), verifyToken: z.string() }),
})
export type ChannelAccountsState = z.infer<typeof ChannelAccountsState>

export const CheckChannelInput = z.object({ kind: AccountKindToSetUp, credentials: ChannelCredentials })
export type CheckChannelInput = z.infer<typeof CheckChannelInput>

export const CheckedChannel = z.object({
  ok: z.boolean(),
  /** What the account is called at the vendor, and its id there; null where the check failed. */
  name: z.string().nullable(),
  externalId: z.string().nullable(),
  reason: z.enum(['malformed', 'token_refused', 'permission_missing', 'other_account', 'vendor_away']).nullable(),
})
export type CheckedChannel = z.infer<typeof CheckedChannel>

export const SaveChannelInput = CheckChannelInput.extend({
  /** What the bank calls it; the vendor's name unless given. */
  name: z.string().trim().min(1).max(80).optional(),
  botEnabled: z.boolean().default(true),
})
export type SaveChannelInput = z.infer<typeof SaveChannelInput>

export const EnableChannelInput = z.object({ isEnabled: z.boolean() })
