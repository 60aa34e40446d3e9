/** Search over folded words, by index and over all time: what was written, who wrote it, the number of the request. */
import type { QueueMatch } from '#contracts'
import type { RequestId } from '#kernel'
import type { Db } from '#platform'

/** Everything that was written and found is told in a row of the list: this much of it. */
const excerptLength = 160
const startOf = (text: string) => `${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

/** `+998901234567` or nine digits of it; null where the text is no phone. */
function phoneOf(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  if (digits.length === 9) return `+998${digits}`
  return digits.length >= 11 && digits.length <= 15 && /^[+\d\s()-]+$/.test(text) ? `+${digits}` : null
}

/**
 * The ids of the requests a text finds, as a subquery: by a word of a message, by a word of the client's name, by the beginning
 * of the number, by the phone. Each part goes by its own index.
 * @param put adds a value to the statement and gives its place.
 */
export function foundIds(text: string, put: (value: unknown) => string): string {
  const words = `inbox_words(${put(text)})`
  const parts = [
    `SELECT m.request_id FROM message m WHERE to_tsvector('simple', inbox_fold(m.text)) @@ ${words}`,
    `SELECT o.id FROM request o JOIN contact k ON k.id = o.contact_id
      WHERE to_tsvector('simple', inbox_fold(k.display_name)) @@ ${words}`,
    `SELECT o.id FROM request o WHERE lower(o.number) LIKE ${put(startOf(text))}`,
  ]
  const phone = phoneOf(text)
  if (phone !== null) {
    parts.push(`SELECT o.id FROM request o JOIN contact k ON k.id = o.contact_id WHERE k.phone = ${put(phone)}`)
  }
  return parts.join(' UNION ALL ')
}

/** The newest message of each request in which the words stand; a request found by its number or its client has none. */
export async function selectMatches(db: Db, ids: readonly RequestId[], text: string): Promise<QueueMatch[]> {
  if (ids.length === 0) return []
  const rows = await db.query<Omit<QueueMatch, 'at'> & { at: Date }>({
    name: 'search-matches',
    text: `SELECT r.id AS "requestId", f.id AS "messageId", f.author_kind AS "authorKind", f.received_at AS at,
        left(f.text, ${excerptLength * 4}) AS text
      FROM unnest($1::uuid[]) r(id)
      CROSS JOIN LATERAL (SELECT m.id, m.author_kind, m.received_at, m.text FROM message m WHERE m.request_id = r.id
        AND to_tsvector('simple', inbox_fold(m.text)) @@ inbox_words($2) ORDER BY m.received_at DESC LIMIT 1) f`,
    values: [ids, text],
  })
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

/** Puts the words of new messages from the index's waiting list into their places. */
export async function tidyMessageWords(db: Db): Promise<void> {
  await db.query({ name: 'message-words-tidied', text: `SELECT gin_clean_pending_list('message_words_idx')` })
}
