import { readdirSync, readFileSync } from 'node:fs'
import { decodeModel, type Model } from './model-file.ts'

/** The folder of shipped and locally trained models; `current.json` names the one in use. */
export const modelFolder = new URL('../../../models/', import.meta.url)

const plainName = /^[\w.-]{1,60}$/

function checked(version: unknown): string {
  if (typeof version !== 'string' || !plainName.test(version)) throw new Error('a model is named by letters, digits and . _ -')
  return version
}

/** Versions kept in the folder, oldest name first. */
export function listModels(folder: URL = modelFolder): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.bin'))
    .map((name) => name.slice(0, -'.bin'.length))
    .sort()
}

/** The version in use. Throws where `current.json` is absent or malformed. */
export function currentVersion(folder: URL = modelFolder): string {
  const current: unknown = JSON.parse(readFileSync(new URL('current.json', folder), 'utf8'))
  return checked(typeof current === 'object' && current !== null && 'version' in current ? current.version : null)
}

/** Reads one model, by default the one in use; a supervisor switches back by naming an older one. Throws where it is absent or damaged. */
export function loadModel(version?: string, folder: URL = modelFolder): Model {
  const wanted = checked(version ?? currentVersion(folder))
  const bytes = readFileSync(new URL(`${wanted}.bin`, folder))
  return decodeModel(bytes)
}
