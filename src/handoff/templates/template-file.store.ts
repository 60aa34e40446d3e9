/** Files that go with approved words. A row is never changed. */
import type { TemplateFile } from '#contracts'
import type { OperatorId } from '#kernel'
import { type Db, Prisma, type Tx } from '#platform'

export type TemplateFileRecord = TemplateFile & { readonly storageKey: string }

export async function insertFile(tx: Tx, file: TemplateFileRecord & { addedById: OperatorId; createdAt: Date }): Promise<void> {
  await tx.templateFile.create({ data: file })
}

/** Those there are, in the order asked for. */
export async function selectFiles(db: Db, ids: readonly string[]): Promise<TemplateFileRecord[]> {
  if (ids.length === 0) return []
  return db.query({
    name: 'template-files',
    text: `SELECT f.id, f.kind, f.file_name AS "fileName", f.mime_type AS "mimeType", f.size_bytes AS "sizeBytes",
        f.storage_key AS "storageKey"
      FROM unnest($1::uuid[]) WITH ORDINALITY p(id, place) JOIN template_file f ON f.id = p.id ORDER BY p.place`,
    values: [ids],
  })
}

/** Uploads older than this that no version names. @returns their files. */
export async function deleteUnused(tx: Tx, before: Date, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ key: string }[]>(Prisma.sql`
    DELETE FROM template_file WHERE id IN (SELECT f.id FROM template_file f WHERE f.created_at < ${before}
      AND NOT EXISTS (SELECT FROM template_version v WHERE f.id = ANY (v.file_ids)) ORDER BY f.created_at LIMIT ${most})
    RETURNING storage_key AS key`)
  return rows.map(({ key }) => key)
}
