/** The account's subscription to the app's webhook, and the token it is asked with. */
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { secondMs } from '#kernel'
import type { VendorSight } from '../channel.ts'
import type { AccountState } from '../vendor/account-state.ts'
import { VendorId } from '../vendor/vendor-values.ts'
import type { GraphAnswer, GraphApi } from './graph-api.ts'
import { meaningOf } from './map-failure.ts'

/** Tells Meta that the app wants this account's changes; without it webhooks stay away though everything looks well. */
export type Subscription = { readonly path: string; readonly fields: readonly string[] }

type Asked = { readonly api: GraphApi; readonly state: AccountState; readonly subscription: Subscription | null }

const Done = z.looseObject({ success: z.boolean().optional() })
const App = z.looseObject({
  id: VendorId.optional(),
  subscribed_fields: z.array(z.string()).optional(),
  whatsapp_business_api_data: z.looseObject({ id: VendorId.optional() }).optional(),
})
const Apps = z.looseObject({ data: z.array(App) })
const Token = z.looseObject({
  data: z.looseObject({
    app_id: VendorId.optional(),
    is_valid: z.boolean().optional(),
    expires_at: z.number().optional(),
    data_access_expires_at: z.number().optional(),
  }),
})
const longestWaitMs = 5 * 60 * secondMs
/** Without these nothing a client writes arrives; the others make the picture whole and may be refused to an app. */
const essential = new Set(['messages', 'feed', 'comments'])

/** True where Meta said so in so many words: a subscription that answers without success is none. */
async function subscribeOnce({ api, state }: Asked, { path, fields }: Subscription): Promise<boolean> {
  // WhatsApp's accounts know no fields.
  const query: Record<string, string> = fields.length === 0 ? {} : { subscribed_fields: fields.join(',') }
  const answer = await api.call(Done, 'POST', path, { query })
  if (answer.ok && answer.body.success === true) return true
  if (answer.ok) state.alarm('subscription_missing')
  else if (answer.failure.kind === 'refused') state.alarm(meaningOf(answer.failure).alarm ?? 'subscription_missing')
  return false
}

/** Repeats until the account is subscribed or the signal stops; an alarm where it is refused. */
export async function subscribe(asked: Asked, signal: AbortSignal): Promise<void> {
  let waitMs = secondMs
  while (asked.subscription !== null && !signal.aborted) {
    if (await subscribeOnce(asked, asked.subscription)) return asked.state.healthy()
    await sleep(waitMs, undefined, { signal }).catch(() => undefined)
    waitMs = Math.min(waitMs * 2, longestWaitMs)
  }
}

/** Once; throws where it was not accepted, and the watchdog tries again. */
export async function subscribeAgain(asked: Asked): Promise<void> {
  if (asked.subscription === null) return
  if (!(await subscribeOnce(asked, asked.subscription))) throw new Error('the subscription was not accepted')
  asked.state.healthy()
}

/** A refusal of the token is noted; whatever else went wrong is thrown, for it says nothing of the account. */
function bodyOf<T>(state: AccountState, answer: GraphAnswer<T>): T {
  if (answer.ok) return answer.body
  const { alarm } = meaningOf(answer.failure)
  if (alarm === 'token_refused') state.alarm(alarm)
  throw new Error('the vendor did not say how the account is')
}

/** The earlier of the token's end and the end of its access to data, in seconds; 0 is never. */
function endOf(token: z.infer<typeof Token>['data']): Date | null {
  const ends = [token.expires_at ?? 0, token.data_access_expires_at ?? 0].filter((end) => end > 0)
  return ends.length === 0 ? null : new Date(Math.min(...ends) * secondMs)
}

/**
 * Until when the token lives and whether Meta would tell us of what happens. Throws where it cannot be asked.
 * @param tellsOfToken false for Instagram Login, whose API has no such question.
 */
export async function lookAfter(asked: Asked, tellsOfToken: boolean): Promise<VendorSight> {
  const { api, state, subscription } = asked
  // The question has this form alone: a token may be inspected by itself, over TLS and with the token in the query.
  const query = { input_token: api.token }
  const token = tellsOfToken ? bodyOf(state, await api.call(Token, 'GET', 'debug_token', { query })).data : {}
  if (token.is_valid === false) state.alarm('token_refused')
  const end = endOf(token)
  const sight = end === null ? {} : { tokenExpiresAt: end }
  if (subscription === null) return sight
  const { data } = bodyOf(state, await api.call(Apps, 'GET', subscription.path))
  const own = data.filter((app) => {
    const id = app.id ?? app.whatsapp_business_api_data?.id
    return token.app_id === undefined || id === undefined || id === token.app_id
  })
  const wanted = subscription.fields.filter((field) => essential.has(field))
  const hasAll = ({ subscribed_fields: fields }: z.infer<typeof App>) =>
    fields === undefined || wanted.every((field) => fields.includes(field))
  return { ...sight, isSubscribed: own.some(hasAll) }
}
