import type { z } from 'zod'
import { type Config, roleNames, type SettingName, settings } from './schema.ts'

/** Every fault of the configuration at once, by name and never by value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(
      `the configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
    this.faults = faults
  }
}

/**
 * Reads the settings; an empty variable counts as unset. The result is frozen.
 * Throws ConfigError.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(settings) as SettingName[]) {
    const given = env[name]?.trim()
    const read = (settings[name].schema as z.ZodType).safeParse(given === '' ? undefined : given)
    if (read.success) values[name] = read.data
    else faults.push(`${name}: ${sayWhy(read.error)}`)
  }
  const config = values as Config
  faults.push(...faultsBetween(config, env))
  if (faults.length > 0) throw new ConfigError([...new Set(faults)].sort())
  return Object.freeze(config)
}

/** zod's sentences speak of types and bounds; those that would quote the value are replaced. */
function sayWhy(error: z.ZodError): string {
  const sentences = error.issues.map((issue) => {
    if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`
    return issue.message
  })
  return [...new Set(sentences)].join('; ')
}

function s3Faults(isSet: (name: SettingName) => boolean): string[] {
  const needs = ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const
  if (!isSet('S3_ENDPOINT')) return []
  return needs.filter((name) => !isSet(name)).map((name) => `${name}: must be set where S3_ENDPOINT is`)
}

/** The client is known to the issuer by both, and comes back to an address the outside knows. */
function oidcFaults(config: Partial<Config>, isSet: (name: SettingName) => boolean): string[] {
  if (!isSet('OIDC_ISSUER')) return []
  const needs = ['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'PUBLIC_URL'] as const
  const faults = needs.filter((name) => !isSet(name)).map((name) => `${name}: must be set where OIDC_ISSUER is`)
  const issuer = config.OIDC_ISSUER === undefined ? null : new URL(config.OIDC_ISSUER)
  const isHere = issuer !== null && ['localhost', '127.0.0.1', '[::1]'].includes(issuer.hostname)
  if (issuer?.protocol === 'http:' && !isHere) faults.push('OIDC_ISSUER: must be https:// unless it is on this machine')
  return faults
}

/** What single values cannot tell. A setting that is itself at fault is absent here. */
function faultsBetween(config: Partial<Config>, env: Readonly<Record<string, string | undefined>>): string[] {
  const faults: string[] = []
  const isSet = (name: SettingName) => (env[name]?.trim() ?? '') !== ''
  const isSplit = config.ROLES !== undefined && roleNames.some((role) => !config.ROLES?.includes(role))
  if (isSplit && !isSet('REDIS_URL')) {
    faults.push('REDIS_URL: must be set where ROLES names fewer than all roles, because processes talk through it')
  }
  if (isSplit && !isSet('DATABASE_URL')) {
    faults.push('DATABASE_URL: must be set where ROLES names fewer than all roles, because processes share it')
  }
  faults.push(...s3Faults(isSet), ...oidcFaults(config, isSet))
  if (config.TELEGRAM_MODE === 'webhook') {
    if (!isSet('TELEGRAM_WEBHOOK_SECRET')) faults.push('TELEGRAM_WEBHOOK_SECRET: must be set where TELEGRAM_MODE is webhook')
    if (!isSet('TELEGRAM_BOT_TOKEN')) faults.push('TELEGRAM_BOT_TOKEN: must be set where TELEGRAM_MODE is webhook')
    if (!isSet('PUBLIC_URL')) faults.push('PUBLIC_URL: must be set where TELEGRAM_MODE is webhook')
  }
  return faults
}
