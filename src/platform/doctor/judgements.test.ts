import { describe, expect, it } from 'vitest'
import { checkConfiguration } from './check-configuration.ts'
import { judgeMigrations } from './check-database.ts'
import { judgeRoom } from './check-disk.ts'
import { judgeRedis } from './check-redis.ts'
import { judgeNode } from './examine.ts'
import { judgeSkew } from './finding.ts'

const levels = (findings: readonly { level: string }[]) => findings.map(({ level }) => level)
const whole = { applied: 4, pending: [], failed: [], edited: [], unknown: [] }

describe('the doctor', () => {
  it('names every fault of the settings, a slip of the pen, and never a value', () => {
    const { findings, config } = checkConfiguration({ PORT: 'http', TELEGRAM_TOKEN: '123456:sekret-sekret', PATH: '/bin' })
    expect(config).toBeNull()
    expect(findings.map(({ level, says }) => `${level} ${says.split(' ')[0]}`)).toEqual([
      'fault PORT:',
      'warning TELEGRAM_TOKEN',
    ])
    expect(findings[1]?.todo).toContain('TELEGRAM_BOT_TOKEN')
    expect(JSON.stringify(findings)).not.toContain('sekret')
  })
  it('says what can be used and is unwise all the same', () => {
    const unwise = checkConfiguration({ HOST: '0.0.0.0', DATABASE_URL: 'postgresql://m:sekret@db/m', DEMO: 'on' })
    expect(unwise.findings.map(({ says }) => says.slice(0, 20))).toEqual([
      'the program listens ',
      'SEAL_KEY is not set:',
      'the demonstration is',
    ])
    expect(levels(checkConfiguration({}).findings)).toEqual(['well'])
  })
  it('tells a database that is behind, ahead of the program, half migrated and edited apart', () => {
    expect(levels(judgeMigrations(whole))).toEqual(['well'])
    expect(judgeMigrations({ ...whole, pending: ['5_more'] })).toMatchObject([
      { level: 'warning', todo: expect.stringContaining('murojaat migrate') },
    ])
    const bad = judgeMigrations({ ...whole, failed: ['2_half'], unknown: ['9_future'], edited: ['1_first'] })
    expect(levels(bad)).toEqual(['fault', 'fault', 'fault'])
    expect(bad[1]?.says).toContain('newer program (9_future)')
  })
  it('wants a Redis that keeps what it is given', () => {
    const good = { redis_version: '7.0.15', role: 'master', maxmemory_policy: 'noeviction', aof_enabled: '1' }
    expect(levels(judgeRedis({ ...good, used_memory: '1', maxmemory: '0', aof_last_write_status: 'ok' }))).toEqual([
      'well',
      'well',
    ])
    expect(levels(judgeRedis({ ...good, maxmemory_policy: 'allkeys-lru' }))).toContain('fault')
    expect(levels(judgeRedis({ ...good, redis_version: '5.0.7' }))).toContain('fault')
    expect(levels(judgeRedis({ ...good, role: 'slave' }))).toContain('fault')
    expect(levels(judgeRedis({ ...good, used_memory: '95', maxmemory: '100' }))).toContain('warning')
    expect(levels(judgeRedis({ ...good, aof_enabled: '0' }))).toContain('warning')
  })
  it('counts seconds between two clocks, either way', () => {
    expect(levels([judgeSkew("the database's", 900), judgeSkew("the database's", -5_000), judgeSkew('x', 60_000)])).toEqual([
      'well',
      'warning',
      'fault',
    ])
    expect(judgeSkew("the database's", -5_000).says).toBe("the database's clock is 5.0 s behind this machine's")
  })
  it('judges room on the disk in bytes and in files', () => {
    const gigabyte = 1024 ** 3
    expect(levels(judgeRoom(50 * gigabyte, 0))).toEqual(['well'])
    expect(levels(judgeRoom(gigabyte, 1_000_000))).toEqual(['warning'])
    expect(levels(judgeRoom(1_000_000, 12))).toEqual(['fault', 'fault'])
  })
  it('knows which Node.js it needs', () => {
    expect(levels(['18.20.0', '20.18.9', '20.19.0', '24.1.0'].flatMap(judgeNode))).toEqual(['fault', 'fault', 'well', 'well'])
  })
})
