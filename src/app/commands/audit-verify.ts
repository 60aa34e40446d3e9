/** `audit verify`: goes over the whole chain, or over an exported file, and names the first place where it was tampered with. */
import { createReadStream } from 'node:fs'
import {
  type AuditFault,
  type Config,
  type Ctx,
  checkExport,
  dataDirectoryOf,
  type FileVerdict,
  linkEntries,
  verifyAudit,
  withTools,
} from '#platform'
import { publicKeysOf } from '#privacy'
import { sealKeyOf } from '../seal-key.ts'

export type VerifyAsked = {
  /** The chain's end as written down elsewhere, `<no>:<hash>`. */
  readonly anchor?: string
  /** An exported file to check in place of the database. */
  readonly file?: string
  /** Public key to check the file with where the installation is not at hand. */
  readonly publicKey?: string
}
type Say = (line: string) => void

/** @returns the exit code: 0 genuine, 1 tampered with, 2 asked wrongly. */
export async function auditVerify(config: Config, asked: VerifyAsked, say: Say): Promise<number> {
  const anchor = /^(\d+):([0-9a-f]{64})$/.exec(asked.anchor ?? '')
  if (asked.anchor !== undefined && !anchor) {
    say('--anchor is <number>:<hash of 64 hexadecimal digits>, as the log and the console tell them')
    return 2
  }
  if (asked.file !== undefined && asked.publicKey !== undefined) return verifyFile(asked.file, [asked.publicKey], say)
  const publicKeys = publicKeysOf(sealKeyOf(config, dataDirectoryOf(config)))
  if (asked.file !== undefined) return verifyFile(asked.file, publicKeys, say)
  const end = anchor ? { no: Number(anchor[1]), hash: String(anchor[2]) } : null
  return withTools(config, say, ({ ctx }) => verifyChain(ctx, publicKeys, end, say))
}

async function verifyChain(
  ctx: Ctx,
  publicKeys: readonly string[],
  anchor: { no: number; hash: string } | null,
  say: Say,
): Promise<number> {
  await linkEntries(ctx).catch(() => 0) // another process is linking at this moment, which does as well
  const startedAt = performance.now()
  const { checked, last, anchors, fault } = await verifyAudit(ctx, { publicKeys, ...(anchor && { anchor }) })
  const seconds = (performance.now() - startedAt) / 1_000
  say(`${checked} entries checked in ${seconds.toFixed(1)} s (${Math.round(checked / seconds)} a second), ${anchors} anchors`)
  if (fault === null) {
    say(`nothing was changed, removed or moved; the end is ${last.no}:${last.hash}`)
    return 0
  }
  say(`TAMPERED WITH: ${sentenceOf(fault)}`)
  say('everything before this place is as it was written')
  return 1
}

function sentenceOf(fault: AuditFault): string {
  switch (fault.kind) {
    case 'changed':
      return `number ${fault.no} (entry ${fault.entryId}) is not what was linked: it was changed or moved`
    case 'entry_removed':
      return `number ${fault.no} (entry ${fault.entryId}) was removed`
    case 'link_removed':
      return `number ${fault.no} was removed`
    case 'end_removed':
      return `everything from number ${fault.no} on was removed (${fault.anchoredAt === null ? 'by the anchor given' : `signed at ${fault.anchoredAt}`})`
    case 'anchor_forged':
      return `the anchor at number ${fault.no} was not signed by this installation`
    case 'slipped_in':
      return `entry ${fault.entryId} is in no place of the chain: it was put in later, or its link was removed`
  }
}

async function verifyFile(file: string, publicKeys: readonly string[], say: Say): Promise<number> {
  const verdict = await checkExport(createReadStream(file, 'utf8'), publicKeys)
  say(fileSentence(verdict))
  return verdict.isGenuine ? 0 : 1
}

function fileSentence(verdict: FileVerdict): string {
  if (verdict.isGenuine)
    return `genuine: ${verdict.count} entries, as exported${verdict.isCut ? '; there were more than a file takes' : ''}`
  const reasons = {
    not_an_export: 'this is not a whole export of the audit',
    changed: 'NOT GENUINE: the file was changed after it was exported',
    other_key: 'NOT GENUINE: it was not signed by this installation',
  }
  return reasons[verdict.because]
}
