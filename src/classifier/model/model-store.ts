import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { decodeModel, type Model } from './model-file.ts'

/** The folder of shipped and locally trained models; `current.json` names the one in use. */
export const modelFolder = new URL('../../../models/', import.meta.url)

const Current = z.object({ version: z.string().regex(/^[\w.-]{1,60}$/) })

/** Versions kept in the folder, oldest name first. */
export function listModels(folder: URL = modelFolder): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => name.slice(0, -'.bin'.length))
    .sort()
}

/** The version in use. Throws where `current.json` is absent or malformed. */
export function currentVersion(folder: URL = modelFolder): string {
  return Current.parse(JSON.parse(readFileSync(new URL('current.json', folder), 'utf8'))).version
}

/** Reads one model, by default the one in use; a supervisor switches back by naming an older one. Throws where it is absent or damaged. */
export function loadModel(version?: string, folder: URL = modelFolder): Model {
  const wanted = Current.parse({ version: version ?? currentVersion(folder) }).version
  const bytes = readFileSync(new URL(`${wanted}.bin`, folder))
  return decodeModel(bytes)
}
