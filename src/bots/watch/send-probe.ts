/** A made-up change on the way a vendor's changes take: through the public address, its proof and the intake, to the tables. */
import { type ChannelAccountId, secondMs } from '#kernel'
import type { Ctx } from '#platform'
import { removeProbe } from './probe.store.ts'

/** The name our own made-up change bears; no vendor has one like it. */
export const probeKind = 'murojaat_probe'
const timeoutMs = 10 * secondMs

export type Probe = {
  /** Where the vendor calls. */
  readonly url: string
  /** The vendor's proof, made with our own secret. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The name it is kept under among the updates nobody understands. */
  readonly externalId: string
}

/** Sends it and takes it out of the tables again. False where it did not arrive, whatever stood in its way. */
export async function sendProbe(ctx: Ctx, account: ChannelAccountId, probe: Probe): Promise<boolean> {
  const { url, headers, body, externalId } = probe
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (!answer.ok) return false
  } catch {
    return false // the address does not answer, which is what was asked
  }
  return removeProbe(ctx, account, externalId)
}
