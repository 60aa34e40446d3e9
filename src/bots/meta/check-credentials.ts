/** Asks the vendor whether credentials are good, before anybody relies on them. */
import { z } from 'zod'
import type { ChannelKind } from '#contracts'
import { InstagramCredentials, instagramApi } from '../instagram/instagram-channel.ts'
import { PageCredentials, pageApi } from '../messenger/messenger-channel.ts'
import { VendorId } from '../vendor/vendor-values.ts'
import type { CheckedCredentials, CredentialsRefusal } from '../vendor.ts'
import { WhatsAppCredentials, whatsappApi } from '../whatsapp/whatsapp-channel.ts'
import type { GraphAnswer, GraphApi, GraphFailure } from './graph-api.ts'
import { meaningOf } from './map-failure.ts'
import type { MetaRoots } from './meta-channel.ts'

export const metaKinds = ['instagram', 'messenger', 'facebook', 'whatsapp'] as const satisfies readonly ChannelKind[]
export type MetaKind = (typeof metaKinds)[number]
export const isMetaKind = (kind: string): kind is MetaKind => (metaKinds as readonly string[]).includes(kind)

/** What each kind of account needs; unknown fields are dropped. */
export const credentialsOf = {
  instagram: InstagramCredentials,
  messenger: PageCredentials,
  facebook: PageCredentials,
  whatsapp: WhatsAppCredentials,
} as const satisfies Record<MetaKind, z.ZodType>

/** The account's own id in webhooks: what one account of a kind is told from another by. */
function externalIdOf(kind: MetaKind, credentials: unknown): string {
  if (kind === 'instagram') return InstagramCredentials.parse(credentials).accountId
  return kind === 'whatsapp' ? WhatsAppCredentials.parse(credentials).phoneNumberId : PageCredentials.parse(credentials).pageId
}

const Account = z.looseObject({
  id: VendorId.optional(),
  user_id: VendorId.optional(),
  name: z.string().optional(),
  username: z.string().optional(),
  verified_name: z.string().optional(),
  display_phone_number: z.string().optional(),
})
type Account = z.infer<typeof Account>

/** The account as its own token sees it. Instagram Login names it by `user_id`; its `id` is another one. */
function ask(kind: MetaKind, credentials: unknown, roots: MetaRoots): Promise<GraphAnswer<Account>> {
  const fields = (names: string) => ({ query: { fields: names } })
  const read = (api: GraphApi, path: string, names: string) => api.call(Account, 'GET', path, fields(names))
  if (kind === 'instagram') {
    const given = InstagramCredentials.parse(credentials)
    const { api } = instagramApi(given, roots)
    return given.pageId === undefined ? read(api, 'me', 'user_id,username') : read(api, given.accountId, 'id,username')
  }
  if (kind === 'whatsapp') {
    const given = WhatsAppCredentials.parse(credentials)
    return read(whatsappApi(given, roots), given.phoneNumberId, 'id,display_phone_number,verified_name')
  }
  return read(pageApi(PageCredentials.parse(credentials), roots), 'me', 'id,name')
}

function refusalOf(failure: GraphFailure): CredentialsRefusal {
  if (failure.kind !== 'refused') return 'vendor_away'
  const { outcome, alarm } = meaningOf(failure)
  if (alarm === 'token_refused' || alarm === 'permission_missing') return alarm
  // A wrong app secret is refused as a wrong proof, with the code of a wrong parameter.
  return outcome.state === 'failed' ? 'token_refused' : 'vendor_away'
}

/** Never throws and changes nothing at the vendor. */
export async function checkCredentials(kind: MetaKind, given: unknown, roots: MetaRoots): Promise<CheckedCredentials> {
  const parsed = credentialsOf[kind].safeParse(given)
  if (!parsed.success) return { ok: false, reason: 'malformed' }
  const answer = await ask(kind, parsed.data, roots)
  if (!answer.ok) return { ok: false, reason: refusalOf(answer.failure) }
  const { id, user_id: userId, name, username, verified_name: verified, display_phone_number: number } = answer.body
  const externalId = externalIdOf(kind, parsed.data)
  if (externalId !== (userId ?? id)) return { ok: false, reason: 'other_account' }
  return { ok: true, externalId, name: name ?? username ?? [verified, number].filter(Boolean).join(' ') }
}
