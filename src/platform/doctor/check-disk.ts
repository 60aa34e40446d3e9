import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs'
import * as path from 'node:path'
import { type Finding, fault, sizeText, warning, well } from './finding.ts'

const area = 'disk'
const worstFreeBytes = 256 * 1024 * 1024
const fewFreeBytes = 2 * 1024 * 1024 * 1024

/** The directory of the data: whether there is room, whether it can be written, whether others can read the secrets in it. */
export function checkDisk(dataDirectory: string): Finding[] {
  if (!fs.existsSync(dataDirectory))
    return [warning(area, `the data directory ${dataDirectory} does not exist yet`, 'The first start makes it.')]
  const { bavail, bsize, ffree } = fs.statfsSync(dataDirectory)
  return [...judgeRoom(bavail * bsize, ffree), ...judgeWriting(dataDirectory), ...judgeSecrets(dataDirectory)]
}

/** @param freeFiles how many more files fit; 0 where the file system does not count them. Exported for its test. */
export function judgeRoom(freeBytes: number, freeFiles: number): Finding[] {
  const says = `${sizeText(freeBytes)} are free on the disk of the data directory`
  const todo = 'Free room: old logs and backups first, never files below postgres/.'
  const findings =
    freeBytes < worstFreeBytes
      ? [fault(area, `${says}; below ${sizeText(worstFreeBytes)} attachments are refused`, todo)]
      : [freeBytes < fewFreeBytes ? warning(area, says, todo) : well(area, says)]
  return freeFiles > 0 && freeFiles < 1_000
    ? [...findings, fault(area, `the disk has room for only ${freeFiles} more files`, todo)]
    : findings
}

function judgeWriting(directory: string): Finding[] {
  const file = path.join(directory, `.doctor-${randomBytes(6).toString('hex')}`)
  try {
    fs.writeFileSync(file, 'written', { flag: 'wx' })
    fs.rmSync(file)
    return []
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code'
    return [
      fault(
        area,
        `nothing can be written to ${directory} (${code})`,
        'Give the account the program runs as the right to write there.',
      ),
    ]
  }
}

function judgeSecrets(directory: string): Finding[] {
  const findings: Finding[] = []
  for (const name of ['seal.key', 'first-logins.txt', 'postgres.password']) {
    const file = path.join(directory, name)
    if (!fs.existsSync(file)) continue
    if ((fs.statSync(file).mode & 0o077) !== 0)
      findings.push(fault(area, `others on this machine may read ${file}`, `chmod 600 ${file}`))
    if (name === 'first-logins.txt')
      findings.push(warning(area, `the first passwords still lie in ${file}`, 'Remove the file once everybody has signed in.'))
  }
  return findings
}
