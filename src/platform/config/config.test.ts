import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { envExample } from './env-example.ts'
import { ConfigError, loadConfig } from './load.ts'
import { settings } from './schema.ts'

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(loadConfig({})).toMatchObject({
      PORT: 8080,
      HOST: '127.0.0.1',
      DATA_DIR: '.local',
      ROLES: ['web', 'worker', 'telegram'],
      DEMO: 'auto',
      DATABASE_URL: undefined,
      REDIS_URL: undefined,
    })
  })

  it('counts an empty variable as unset', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ PORT: 8080, DATABASE_URL: undefined })
  })

  it('tells every fault at once, by name, and never a value', () => {
    const faults = faultsOf({
      PORT: 'hunter2-port',
      DATABASE_URL: 'mysql://root:hunter2@db/bank',
      REDIS_URL: 'hunter2',
      LOG_LEVEL: 'hunter2',
      ROLES: 'web,hunter2',
      SEAL_KEY: 'hunter2',
      TELEGRAM_BOT_TOKEN: 'hunter2',
      TELEGRAM_MODE: 'hunter2',
      WIDGET_ALLOWED_ORIGINS: 'https://bank.example.uz,hunter2',
      PUBLIC_URL: 'ftp://hunter2',
    })
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'PORT',
      'PUBLIC_URL',
      'REDIS_URL',
      'ROLES',
      'SEAL_KEY',
      'TELEGRAM_BOT_TOKEN',
      'TELEGRAM_MODE',
      'WIDGET_ALLOWED_ORIGINS',
    ])
    expect(faults.join()).not.toContain('hunter2')
    expect(faults).toContain('PORT: a whole number from 0 to 65535')
  })

  it('refuses several processes that could not talk to each other', () => {
    expect(faultsOf({ ROLES: 'web' }).map((fault) => fault.split(':')[0])).toEqual(['DATABASE_URL', 'REDIS_URL'])
    expect(faultsOf({ ROLES: 'web', DATABASE_URL: 'postgresql://h/d', REDIS_URL: 'redis://h' })).toEqual([])
    expect(faultsOf({ ROLES: 'telegram,worker,web' })).toEqual([])
  })

  it('refuses a webhook without a secret, a token or an address', () => {
    expect(faultsOf({ TELEGRAM_MODE: 'webhook' }).map((fault) => fault.split(':')[0])).toEqual([
      'PUBLIC_URL',
      'TELEGRAM_BOT_TOKEN',
      'TELEGRAM_WEBHOOK_SECRET',
    ])
  })

  it('hides secrets from every way of printing', () => {
    const config = loadConfig({
      DATABASE_URL: 'postgresql://root:hunter2@db/bank',
      SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
    })
    expect(`${config.DATABASE_URL} ${JSON.stringify(config)} ${inspect(config, { depth: 9 })}`).not.toMatch(/hunter2|BwcHBw/)
    expect(config.DATABASE_URL?.reveal()).toBe('postgresql://root:hunter2@db/bank')
  })

  it('cannot be changed while the program runs', () => {
    expect(Object.isFrozen(loadConfig({}))).toBe(true)
  })

  it('reads lists and strips what a person adds to an address', () => {
    const config = loadConfig({
      WIDGET_ALLOWED_ORIGINS: 'https://bank.example.uz/, https://www.bank.example.uz/page',
      PUBLIC_URL: 'https://murojaat.example.uz/',
      TRUST_PROXY: '127.0.0.1, 10.0.0.1',
      ROLES: 'web, worker,telegram,web',
    })
    expect(config).toMatchObject({
      WIDGET_ALLOWED_ORIGINS: ['https://bank.example.uz', 'https://www.bank.example.uz'],
      PUBLIC_URL: 'https://murojaat.example.uz',
      TRUST_PROXY: ['127.0.0.1', '10.0.0.1'],
      ROLES: ['web', 'worker', 'telegram'],
    })
  })
})

describe('.env.example', () => {
  it('is what npm run env:write writes', () => {
    expect(readFileSync('.env.example', 'utf8')).toBe(envExample())
  })

  it('changes nothing when taken as it is, and names every setting', () => {
    for (const name of Object.keys(settings)) expect(envExample()).toMatch(new RegExp(`^# ${name}=`, 'm'))
  })

  it('shows only values the program accepts', () => {
    const env = Object.fromEntries(
      [...envExample().matchAll(/^# ([A-Z_]+)=(.*)$/gm)].map((match) => [match[1] ?? '', match[2] ?? '']),
    )
    const { SEAL_KEY: _recipe, ...accepted } = env
    expect(faultsOf(accepted)).toEqual([])
  })
})
