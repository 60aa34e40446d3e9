/** The whole way of a file that was approved with its words: to the vendor, or back to whoever meant to send it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBots, createTelegramChannel, startTelegramEmulator } from '#bots'
import type { ChannelKind, FourTexts } from '#contracts'
import {
  addTemplateFile,
  approveTemplate,
  draftTemplate,
  extendStatutory,
  readRequestTime,
  replyAsOperator,
  searchTemplates,
  submitTemplate,
  takeRequest,
} from '#handoff'
import { listChannelAccounts, saveChannelAccount } from '#inbox'
import { newId, type RequestId, type TemplateVersionId } from '#kernel'
import { type JobDefinition, loadConfig, sharedFileKey } from '#platform'
import { type Bank, openBank } from './bank.ts'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let bank: Bank
let emulator: Awaited<ReturnType<typeof startTelegramEmulator>>
/** Sends what is due, as the program does it. */
let deliver: () => Promise<void>
let withPdf: TemplateVersionId
let noticeWithPdf: TemplateVersionId

beforeAll(async () => {
  bank = await openBank()
  emulator = await startTelegramEmulator({ port: 0, host: '127.0.0.1' })
  const [account] = (await listChannelAccounts(bank.ctx)).filter(({ id }) => id === bank.account)
  if (account === undefined) throw new Error('the bank has its bot')
  const config = loadConfig({ TELEGRAM_MODE: 'polling', TELEGRAM_API_ROOT: emulator.url, LOG_LEVEL: 'silent' })
  const { token } = emulator
  const channel = createTelegramChannel({ account, config, token, intake: bank.intake, makeCtx: () => bank.ctx })
  const bots = createBots({ knowledge: nothingKnown })
  bots.channels.add(channel)
  const job = bots.jobs.find(({ name }) => name === 'bots.deliver-account') as JobDefinition<unknown>
  deliver = async () => job.run(bank.ctx, { channelAccountId: bank.account })
  withPdf = await approved('tarif-ilova', 'Tariflar faylda.', [{ name: 'tarif.pdf', mimeType: 'application/pdf', bytes: pdf }])
  noticeWithPdf = await approved('uzaytirish-ilova', 'Javob {{answer_by}} gacha beriladi.', [
    { name: 'xat.pdf', mimeType: 'application/pdf', bytes: pdf },
    { name: 'muhr.png', mimeType: 'image/png', bytes: png },
  ])
})
afterAll(async () => {
  await bank.close()
  await emulator.stop()
})

const nothingKnown = {
  findAnswer: async () => null,
  findAdvice: async () => null,
  estimate: async () => null,
  findIncident: async () => null,
  bankName: async () => null,
  filesOf: async () => [],
}

/** A client with a phone, whose chat with the bot is begun. */
function clientOf(id: number) {
  const person = emulator.person({ id, first_name: 'Dilnoza' })
  person.write('/start')
  return { id: `${id}`, heard: () => person.heard() }
}

type File = { name: string; mimeType: string; bytes: Buffer }

/** Words of one person with their files, approved by another. */
async function approved(shortcut: string, words: string, files: readonly File[]): Promise<TemplateVersionId> {
  const author = bank.as('sherzod')
  const fileIds: string[] = []
  for (const { name, mimeType, bytes } of files) {
    const storageKey = sharedFileKey(newId())
    await bank.ctx.files.put(storageKey, bytes)
    const kind = mimeType.startsWith('image/') ? ('photo' as const) : ('document' as const)
    const added = await addTemplateFile(author, { kind, fileName: name, mimeType, sizeBytes: bytes.length, storageKey })
    fileIds.push(added.id)
  }
  const texts: FourTexts = { 'uz-Latn': words, 'uz-Cyrl': words, ru: words, en: words }
  const variables = words.includes('answer_by')
    ? [{ name: 'answer_by', isRequired: true, fallback: null, type: 'text' as const }]
    : []
  const scope = { topic: null, channels: [], departmentIds: [], visibility: 'private' as const, botMayAnswer: false }
  const { versionId } = await draftTemplate(author, { shortcut, title: texts }, { texts, variables, scope, fileIds })
  await submitTemplate(author, versionId)
  await approveTemplate(bank.as('nodira'), versionId)
  return versionId
}

async function held(client: string, text: string, more: object = {}): Promise<RequestId> {
  const requestId = await bank.write(client, text, more)
  await takeRequest(bank.as('sherzod'), { requestId, operatorId: bank.idOf('dilnoza') })
  return requestId
}
const reply = (requestId: RequestId, templateVersionId: TemplateVersionId) =>
  replyAsOperator(bank.as('dilnoza'), { requestId, clientReplyId: newId(), templateVersionId, language: 'uz-Latn' })
const extend = (requestId: RequestId) =>
  extendStatutory(bank.as('sherzod'), {
    requestId,
    termDays: 30,
    reason: 'Hujjatlar so‘raldi',
    notice: { templateVersionId: noticeWithPdf, language: 'uz-Latn' },
  })
const ours = (requestId: RequestId) =>
  bank.rows<{ id: string }>(`SELECT id FROM message WHERE request_id = $1 AND author_kind <> 'client'`, requestId)
/** The bytes the client's phone gets for what the bot sent. */
async function bytesOf(message: { [field: string]: unknown } | undefined): Promise<Buffer> {
  const shape = (message?.['document'] ?? (message?.['photo'] as object[] | undefined)?.[0]) as { file_id: string } | undefined
  const answer = await fetch(`${emulator.url}/_phone/files/${shape?.file_id}`)
  return Buffer.from(await answer.arrayBuffer())
}
const account = async (kind: ChannelKind) => {
  const fields = { kind, externalId: `bank-${kind}`, name: kind, visibility: 'private' as const, botEnabled: false }
  return (await saveChannelAccount(bank.ctx, fields)).id
}

describe('a file that was approved with its words', () => {
  it('arrives at the vendor byte for byte, under its name, with the words as its caption', async () => {
    const [offered] = await searchTemplates(bank.ctx, { text: '/tarif-ilova', limit: 1 })
    expect(offered?.files).toMatchObject([{ fileName: 'tarif.pdf', sizeBytes: pdf.length }])
    const client = clientOf(4503599627370490)
    const requestId = await held(client.id, 'question normal general: tariflar?')
    await reply(requestId, withPdf)
    await deliver()
    const [sent, ...more] = client.heard()
    expect(more).toEqual([])
    expect(sent).toMatchObject({ caption: 'Tariflar faylda.', document: { file_name: 'tarif.pdf' } })
    expect(await bytesOf(sent)).toEqual(pdf)
    const deliveries = await bank.rows('SELECT state FROM delivery WHERE request_id = $1', requestId)
    expect(deliveries).toEqual([{ state: 'sent' }])
  })

  it('goes with the notice of a longer legal term like with any other reply', async () => {
    const client = clientOf(4503599627370491)
    const requestId = await bank.write(client.id, 'complaint normal p2p: pulim tushmadi')
    await extend(requestId)
    await deliver()
    const [document, photo, ...more] = client.heard()
    expect(more).toEqual([])
    expect(document?.caption).toMatch(/^Javob \d\d\.\d\d\.\d{4} gacha beriladi\.$/)
    expect(document).toMatchObject({ document: { file_name: 'xat.pdf' } })
    expect(await Promise.all([document, photo].map(bytesOf))).toEqual([pdf, png])
    expect((await readRequestTime(bank.ctx, requestId)).legal.extension?.notice.proof).toBe('proved')
  })

  it('is refused before anything is written down where the channel takes none: no reply, no notice, no longer term', async () => {
    const place = { channelAccountId: await account('instagram'), channel: 'instagram' as const }
    const requestId = await held('insta', 'complaint normal p2p: pulim tushmadi', place)
    const refusal = { code: 'attachment.channel_refuses', facts: { channel: 'instagram', kind: 'document' } }
    await expect(reply(requestId, withPdf)).rejects.toMatchObject(refusal)
    await expect(extend(requestId)).rejects.toMatchObject(refusal)
    expect(await ours(requestId)).toEqual([])
    const { legal } = await readRequestTime(bank.ctx, requestId)
    expect([legal.extension, legal.term?.days]).toEqual([null, 15])
  })
})
