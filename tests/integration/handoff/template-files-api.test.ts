/** Files of templates through the console's own API. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MessageProof, Problem, TemplateDetail, TemplateFile } from '#contracts'
import { handoffSweeps } from '#handoff'
import { eraseByTerm } from '#inbox'
import { dayMs, newId, type RequestId } from '#kernel'
import { inTransaction } from '#platform'
import type { Bank } from './bank.ts'

import { type Drafted, draft, openTemplateBank, type TemplateBank, texts } from './template-bank.ts'

let house: TemplateBank
let bank: Bank
beforeAll(async () => {
  house = await openTemplateBank()
  bank = house.bank
}, 120_000)
afterAll(async () => house.close())

describe('files of a template', () => {
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF')
  const filesOf = (requestId: RequestId) =>
    bank.rows<{ file_name: string; mime_type: string; storage_key: string; kind: string }>(
      `SELECT a.file_name, a.mime_type, a.storage_key, a.kind FROM attachment a JOIN message m ON m.id = a.message_id
        WHERE m.request_id = $1 ORDER BY a.id`,
      requestId,
    )
  const put = (name: string) => house.writer.upload<TemplateFile>('/api/template-files', { name, bytes: pdf })

  it('are judged by their bytes, approved with the words and sent with them; another file is another version', async () => {
    const program = await house.writer.upload<Problem>('/api/template-files', {
      name: 'tarif.pdf',
      bytes: Buffer.from('MZ no pdf'),
    })
    expect([program.status, program.body.code]).toEqual([400, 'attachment.type_refused'])
    expect((await house.operator.upload('/api/template-files', { name: 'tarif.pdf', bytes: pdf })).status).toBe(403)
    const first = await put('tarif 8600 1234 5678 9012.pdf')
    expect(first.body).toMatchObject({ kind: 'document', mimeType: 'application/pdf', sizeBytes: pdf.length })
    expect(first.body.fileName).not.toContain('1234 5678')
    const unknown = await house.writer.call<Problem>('POST', '/api/templates', {
      ...{ shortcut: 'fayl-yoq', title: texts('x') },
      ...draft('x', { fileIds: [newId()] }),
    })
    expect([unknown.status, unknown.body.code]).toEqual([404, 'attachment.not_found'])

    const { templateId, versionId } = await house.publish('tarif-fayl', { fileIds: [first.body.id] })
    const requestId = await house.held('wants the tariff')
    const sent = await house.reply(requestId, { templateVersionId: versionId, language: 'uz-Latn' })
    expect(sent.status, sent.text).toBe(200)
    expect(await filesOf(requestId)).toMatchObject([{ mime_type: 'application/pdf', kind: 'document' }])
    expect((await house.operator.call('GET', `/api/template-files/${first.body.id}`)).text).toBe(pdf.toString())

    const second = await put('yangi.pdf')
    const changed = draft('tarif-fayl', { fileIds: [second.body.id] })
    const next = await house.writer.call<Drafted>('POST', `/api/templates/${templateId}/versions`, changed)
    // Until a second person has approved the other file, clients get the approved one.
    await house.reply(requestId, { templateVersionId: versionId, language: 'ru' })
    await house.writer.call('POST', `/api/template-versions/${next.body.versionId}/submit`)
    await house.manager.call('POST', `/api/template-versions/${next.body.versionId}/approve`)
    await house.reply(requestId, { templateVersionId: next.body.versionId, language: 'ru' })
    const names = (await filesOf(requestId)).map(({ file_name: name }) => name)
    expect(names).toEqual([first.body.fileName, first.body.fileName, 'yangi.pdf'])
    const { body } = await house.operator.call<TemplateDetail>('GET', `/api/templates/${templateId}`)
    expect(body.versions.map(({ files }) => files.map(({ id }) => id))).toEqual([[second.body.id], [first.body.id]])
    const proof = await house.compliance.call<MessageProof>('GET', `/api/messages/${sent.body.messageId}/proof`)
    expect(proof.body.template?.files).toMatchObject([{ id: first.body.id }])
  })

  it('stay with the template when a request that carried them is erased, and what no draft kept goes', async () => {
    const kept = await put('qoladi.pdf')
    const { versionId } = await house.publish('qoladi', { fileIds: [kept.body.id] })
    const lost = await put('hech-kim.pdf')
    const requestId = await house.held('is forgotten')
    await house.reply(requestId, { templateVersionId: versionId, language: 'en' })
    await bank.rows(`UPDATE request SET status = 'closed', closed_at = $2 WHERE id = $1`, requestId, bank.clock.now())
    const later = (days: number) => ({ ...bank.ctx, clock: { now: () => new Date(bank.clock.now().getTime() + days * dayMs) } })
    const terms = { category: 'requests', days: 0 } as const
    await inTransaction(later(1_500), (tx) => eraseByTerm(later(1_500), tx, terms, 10))
    expect(await filesOf(requestId)).toEqual([])
    await handoffSweeps.find(({ name }) => name === 'handoff.template-files')?.run(later(3))
    const going = (await bank.rows<{ key: string }>('SELECT storage_key AS key FROM file_removal')).map(({ key }) => key)
    const keyOf = async (id: string) =>
      (await bank.rows<{ key: string }>('SELECT storage_key AS key FROM template_file WHERE id = $1', id))[0]?.key
    expect(going).not.toContain(await keyOf(kept.body.id))
    expect(await keyOf(lost.body.id)).toBeUndefined()
    expect(going.filter((key) => key.startsWith('shared/')).length).toBeGreaterThan(0)
  })

  it('of a reply are all or none: an id of nothing is refused, and nothing of the reply goes out', async () => {
    const requestId = await house.held('fayl')
    for (const attachmentIds of [['constructor'], [crypto.randomUUID(), '']]) {
      const refused = await house.reply(requestId, { text: 'Mana', attachmentIds })
      expect([refused.status, refused.body.code]).toEqual([404, 'attachment.not_found'])
    }
    expect(
      await house.bank.rows("SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'operator'", requestId),
    ).toEqual([])
  })

  it('are refused where the channel takes none, and nothing of the reply goes out', async () => {
    const file = await put('izoh.pdf')
    const scope = { topic: 'general', channels: [], departmentIds: [], visibility: 'public' as const, botMayAnswer: false }
    const { versionId } = await house.publish('izoh-fayl', { fileIds: [file.body.id], scope })
    const requestId = await house.held('in public')
    await bank.rows(
      `UPDATE conversation SET visibility = 'public' WHERE id IN (SELECT conversation_id FROM request_conversation WHERE request_id = $1)`,
      requestId,
    )
    const refused = await house.reply(requestId, { templateVersionId: versionId, language: 'en' })
    expect([refused.status, refused.body.code]).toEqual([409, 'attachment.channel_refuses'])
    expect(await bank.rows("SELECT 1 FROM message WHERE request_id = $1 AND author_kind = 'operator'", requestId)).toEqual([])
  })
})
