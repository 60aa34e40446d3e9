import { AppError, type ContactId, isAppError } from '#kernel'
import type { Ctx } from '#platform'
import {
  type ExportedFile,
  type ExportedMessage,
  selectFilesOf,
  selectMessagesOf,
  selectPerson,
  selectRequestsOf,
} from './client-export.store.ts'

export type ExportedPart = { readonly name: string; readonly bytes: Uint8Array }

const pageSize = 1_000
/** A client with more has written for decades; the file says that there is more. */
const mostMessages = 100_000
const mostFiles = 5_000
const nothingBefore = { receivedAt: new Date(0), id: '00000000-0000-0000-0000-000000000000' }

/**
 * Everything kept about one client, for the client: who they are, what they wrote and were answered, what was promised and
 * when it was kept, and the files. Masked as it is stored; staff's notes among themselves are not in it.
 * Part by part, so that the files need not be held together. @throws contact.not_found
 */
export async function* exportClient(ctx: Ctx, contactId: ContactId): AsyncGenerator<ExportedPart> {
  const person = await selectPerson(ctx.db, contactId)
  if (person.contacts.length === 0) throw new AppError('contact.not_found')
  const requests = await selectRequestsOf(ctx.db, contactId)
  const messages = await allMessages(ctx, contactId)
  const files = await selectFilesOf(ctx.db, contactId, mostFiles)
  const isCut = messages.length >= mostMessages || files.length >= mostFiles
  const named = files.map(({ id, messageId, fileName }) => ({ id, messageId, fileName, inFile: partName({ id, fileName }) }))
  const data = { exportedAt: ctx.clock.now(), ...person, requests, messages, files: named, isCut }
  yield { name: 'client.json', bytes: Buffer.from(JSON.stringify(data, null, 1)) }
  for (const file of files) yield* bytesOf(ctx, file)
}

async function allMessages(ctx: Ctx, contactId: ContactId): Promise<ExportedMessage[]> {
  const messages: ExportedMessage[] = []
  let last: { receivedAt: Date; id: string } = nothingBefore
  while (messages.length < mostMessages) {
    const page = await selectMessagesOf(ctx.db, contactId, last, pageSize)
    messages.push(...page)
    const end = page.at(-1)
    if (!end || page.length < pageSize) break
    last = end
  }
  return messages
}

/** A client's name for a file is not a path of ours: only its ending is taken over. */
function partName({ id, fileName }: Pick<ExportedFile, 'id' | 'fileName'>): string {
  const ending = /\.[a-z0-9]{1,8}$/i.exec(fileName ?? '')?.[0] ?? ''
  return `files/${id}${ending.toLowerCase()}`
}

async function* bytesOf(ctx: Ctx, file: ExportedFile): AsyncGenerator<ExportedPart> {
  try {
    yield { name: partName(file), bytes: await ctx.files.read(file.storageKey) }
  } catch (error) {
    if (!isAppError(error, 'attachment.not_found')) throw error // one that is gone is named in the list and not there
  }
}
