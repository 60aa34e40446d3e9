import * as fs from 'node:fs'
import * as path from 'node:path'
import { choosePlace } from './binaries.ts'
import { isAlive } from './process.ts'

/**
 * Address of the embedded database that the running program of this directory holds, or that outlived it; undefined where none
 * runs. For tools beside the program: it starts nothing, takes no lock and must not be stopped by them.
 */
export async function findRunningDatabase(directory: string): Promise<string | undefined> {
  const { dataDir } = await choosePlace(path.resolve(directory))
  const file = path.join(dataDir, 'postmaster.pid')
  if (!fs.existsSync(file) || !fs.existsSync(`${dataDir}.password`)) return undefined
  const [pid, , , port] = fs.readFileSync(file, 'utf8').split('\n')
  if (!isAlive(Number(pid)) || !/^\d+$/.test(port ?? '')) return undefined
  const password = fs.readFileSync(`${dataDir}.password`, 'utf8').trim()
  return `postgresql://murojaat:${password}@127.0.0.1:${port}/murojaat`
}
