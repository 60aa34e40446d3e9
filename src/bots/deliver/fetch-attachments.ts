/** Fetches what clients sent, at once: a vendor's link dies within the hour, and an operator should not wait for it. */

import { z } from 'zod'
import { type AttachmentRecord, getAttachment, listPendingAttachments, recordAttachment } from '#inbox'
import { type AttachmentId, isAppError } from '#kernel'
import { type Ctx, defineJob, defineSubscriber, defineSweep, type JobDefinition, type Subscriber, type Sweep } from '#platform'
import type { ChannelRegistry, FetchedAttachment } from '../channel.ts'
import { fieldOf } from '../fact-data.ts'
import { isProgram, sniffType } from '../sniff-type.ts'

const FetchJob = z.object({ attachmentId: z.string() })
const mostTries = 5
const batch = 100

export type Fetching = { subscriber: Subscriber; jobs: readonly JobDefinition<unknown>[]; sweeps: readonly Sweep[] }
type Recorded = Parameters<typeof recordAttachment>[1]['result']

async function store(
  ctx: Ctx,
  attachment: AttachmentRecord,
  fetched: Extract<FetchedAttachment, { state: 'fetched' }>,
): Promise<Recorded> {
  const mimeType = await sniffType(fetched.bytes)
  if (isProgram(mimeType, attachment.fileName)) return { state: 'refused' }
  const storageKey = `attachments/${ctx.clock.now().toISOString().slice(0, 7)}/${attachment.id}`
  try {
    await ctx.files.put(storageKey, fetched.bytes)
  } catch (error) {
    if (isAppError(error, 'attachment.infected')) return { state: 'refused' }
    // The store or its scanner is away: the file waits, however long that takes.
    if (isAppError(error, 'server.overloaded')) return { state: 'retry' }
    throw error
  }
  return { state: 'stored', storageKey, mimeType, sizeBytes: fetched.bytes.length }
}

async function fetchOne(ctx: Ctx, channels: ChannelRegistry, attachment: AttachmentRecord): Promise<Recorded> {
  const channel = attachment.channelAccountId === null ? undefined : channels.of(attachment.channelAccountId)
  if (channel === undefined) return { state: 'failed' }
  const fetched = await channel.fetchAttachment(ctx, attachment)
  if (fetched.state === 'fetched') return store(ctx, attachment, fetched)
  if (fetched.state === 'retry') return { state: attachment.attempts + 1 >= mostTries ? 'failed' : 'retry' }
  return { state: fetched.state }
}

/** Fetches one pending attachment and writes what became of it; one that is settled is left alone. */
async function fetchAttachment(ctx: Ctx, channels: ChannelRegistry, id: AttachmentId): Promise<void> {
  const attachment = await getAttachment(ctx, id)
  if (attachment?.state !== 'pending' || attachment.messageId === null) return
  const result = await fetchOne(ctx, channels, attachment)
  ctx.metrics.count('attachment', { state: result.state })
  await recordAttachment(ctx, { attachmentId: id, result })
}

/** The subscriber, job and sweep of fetching over these channels. */
export function createFetching(channels: ChannelRegistry): Fetching {
  const fetchJob = defineJob({
    name: 'bots.fetch-attachment',
    data: FetchJob,
    concurrency: 4,
    run: (ctx, { attachmentId }) => fetchAttachment(ctx, channels, attachmentId as AttachmentId),
  })
  const hurryPending = async (ctx: Ctx) => {
    const pending = await listPendingAttachments(ctx, batch)
    await Promise.all(pending.map(({ id }) => ctx.queue.add(fetchJob, { attachmentId: id }, { key: `fetch:${id}` })))
  }
  return {
    subscriber: defineSubscriber({
      name: 'bots.fetch',
      events: ['message.received'],
      wants: (fact) => fieldOf(fact, 'hasFiles') !== false,
      handle: hurryPending,
    }),
    jobs: [fetchJob as JobDefinition<unknown>],
    sweeps: [defineSweep({ name: 'bots.pending-attachments', everyMs: 10_000, run: hurryPending })],
  }
}
