import { z } from 'zod'
import { ChannelKind, Priority, RequestType, TopicCode } from './vocabulary.ts'

/** What a list of requests is narrowed to; everything in it holds at once. */
export const QueueFilter = z.object({
  departmentId: z.uuid().optional(),
  holderId: z.uuid().optional(),
  type: RequestType.optional(),
  priority: Priority.optional(),
  channel: ChannelKind.optional(),
  topic: TopicCode.optional(),
  language: z.string().max(16).optional(),
  /** Days of opening in Tashkent, both inclusive. */
  openedFrom: z.iso.date().optional(),
  openedTo: z.iso.date().optional(),
  text: z.string().max(200).optional(),
})
export type QueueFilter = z.infer<typeof QueueFilter>

export const SearchScope = z.enum(['mine', 'queue', 'all_open', 'waiting_client', 'closed', 'any'])
export type SearchScope = z.infer<typeof SearchScope>

export const SavedViewInput = z.object({
  name: z.string().trim().min(1).max(60),
  view: SearchScope,
  filter: QueueFilter,
})
export type SavedViewInput = z.infer<typeof SavedViewInput>
export const SavedView = SavedViewInput.extend({ id: z.string() })
export type SavedView = z.infer<typeof SavedView>
