import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '#kernel'
import { type ClusterableRequest, clusterRequests, findFaqCandidates } from './cluster-requests.ts'

const now = Date.UTC(2026, 10, 20, 10)

function many(prefix: string, texts: readonly string[], at: (n: number) => number, topic: string): ClusterableRequest[] {
  return texts.map((text, n) => ({ id: `${prefix}${n}`, text, at: at(n), topic }))
}

const humo = [
  'Humo kartam bilan to‘lov o‘tmayapti',
  'humo karta tolov utmayapti',
  'Хумо карта билан тўлов ўтмаяпти',
  'humo kartada to‘lov o‘tmadi',
]
const recent = many('h', humo, (n) => now - (n + 1) * minuteMs, 'p2p')
const sms = many('s', ['sms kod kelmayapti', 'smska kod kelmadi'], (n) => now - (n + 2) * minuteMs, 'app_login')

describe('clusterRequests', () => {
  it('gathers one problem across scripts and chat spellings, and leaves small groups out', () => {
    const clusters = clusterRequests([...recent, ...sms], { now })
    expect(clusters).toHaveLength(1)
    expect(clusters[0]).toMatchObject({ topic: 'p2p', count: 4, usual: null, growth: 4 })
    expect([...(clusters[0]?.ids ?? [])].sort()).toEqual(['h0', 'h1', 'h2', 'h3'])
    expect(clusters[0]?.ids).toContain(clusters[0]?.exampleId)
  })
  it('compares with the same stretch of earlier days only', () => {
    const earlier = [1, 2].flatMap((day) => [
      { id: `same${day}`, text: humo[0] ?? '', at: now - day * dayMs - 10 * minuteMs, topic: 'p2p' },
      { id: `night${day}`, text: humo[0] ?? '', at: now - day * dayMs - 8 * hourMs, topic: 'p2p' },
    ])
    expect(clusterRequests([...recent, ...earlier], { now })[0]).toMatchObject({ count: 4, usual: 1, growth: 4 })
  })
  it('puts the strongest growth first and forgets what is older than the window or yet to come', () => {
    const late = many('l', humo, () => now + 1, 'p2p')
    const old = many('o', humo, () => now - 2 * hourMs, 'p2p')
    expect(clusterRequests([...late, ...old], { now })).toEqual([])
    const logins = many('k', Array(5).fill('ilovaga kira olmayapman'), (n) => now - n * minuteMs, 'app_login')
    expect(clusterRequests([...recent, ...logins], { now }).map(({ count }) => count)).toEqual([5, 4])
  })
  it('does not depend on the order of the requests', () => {
    const all = [...recent, ...sms]
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(clusterRequests(shuffled, { now })).toEqual(clusterRequests(all, { now }))
      }),
    )
  })
  it('never joins requests of two topics', () => {
    const other = recent.map((request) => ({ ...request, id: `x${request.id}`, topic: 'atm' }))
    expect(clusterRequests([...recent, ...other], { now })).toHaveLength(2)
  })
})

describe('findFaqCandidates', () => {
  const asked = many('q', Array(6).fill('kredit olish uchun qanday hujjatlar kerak'), (n) => now - n * hourMs, 'credit')
  it('offers what is asked often', () => {
    expect(findFaqCandidates(asked, [])[0]).toMatchObject({ topic: 'credit', count: 6 })
  })
  it('leaves out what is answered already, in either script, and what is asked rarely', () => {
    expect(findFaqCandidates(asked, ['Кредит олиш учун қандай ҳужжатлар керак?'])).toEqual([])
    expect(findFaqCandidates(asked.slice(0, 4), [])).toEqual([])
  })
})
