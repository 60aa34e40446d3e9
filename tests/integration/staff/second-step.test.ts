import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { minuteMs, type OperatorId } from '#kernel'
import { type Session, totpCode, totpStep, withActor } from '#platform'
import { sealKeyFrom } from '#privacy'
import {
  changeOperator,
  changeSecondStepRoles,
  confirmEnrolment,
  createOperator,
  endSession,
  findSession,
  isProofFresh,
  listAllSessions,
  listOwnSessions,
  paceSweep,
  proofLastsMs,
  proveAgain,
  removeOwnFactor,
  renewRecoveryCodes,
  resealFactors,
  resetFactor,
  secondFactorOf,
  signIn,
  startEnrolment,
  takeSecondStep,
} from '#staff'
import { mostFailuresPerAddress, mostFailuresPerLogin, paceWindowMs } from '../../../src/staff/pace.ts'
import { fakeClock, type TestCtx, testCtx } from '../../support/index.ts'

const clock = fakeClock()
const key = sealKeyFrom('a key of the test')
const password = 'olma anor behi 7'
let ctx: TestCtx
let people = 0

type Person = { id: OperatorId; login: string }
async function hire(): Promise<Person> {
  const login = `xodim${people++}`
  const fields = { displayName: login, roles: ['operator'] as const, languages: [], capacity: 5, departmentIds: [] }
  const id = await createOperator(ctx, { login, password, ...fields, interfaceLanguage: 'uz-Latn' })
  return { id, login }
}

/** The bytes behind the base32 an authenticator is told. */
function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
const codeNow = (secret: string, stepsOff = 0) => totpCode(bytesOf(secret), totpStep(clock.now()) + stepsOff)

async function enrol({ id, login }: Person) {
  const { session } = await signIn(ctx, { login, password })
  const { secret, uri } = await startEnrolment(ctx, key, id)
  expect(uri).toContain(secret)
  const confirm = { operatorId: id, code: codeNow(secret), keepTokenHash: session.tokenHash }
  const recoveryCodes = await confirmEnrolment(ctx, key, confirm)
  clock.advance(minuteMs)
  return { secret, recoveryCodes }
}
const enter = (login: string) => signIn(ctx, { login, password })
const step = (half: Session, code: string) => takeSecondStep(ctx, key, { half, code })
const failed = { code: 'second_step.failed' }

beforeAll(async () => {
  ctx = await testCtx({ clock })
})
afterAll(async () => ctx.close())

describe('the second step', () => {
  let person: Person
  let secret: string
  let recoveryCodes: string[]
  beforeEach(async () => {
    person = await hire()
    ;({ secret, recoveryCodes } = await enrol(person))
  })

  it('stands between the password and the console, and gives a session of its own', async () => {
    const half = await enter(person.login)
    expect(half.session.waitsFor).toBe('second_step')
    const whole = await step(half.session, codeNow(secret))
    expect(whole.session.waitsFor).toBeNull()
    expect(whole.token).not.toBe(half.token)
    expect(await findSession(ctx, half.token)).toBeNull()
    await expect(step(whole.session, codeNow(secret))).rejects.toMatchObject({ code: 'second_step.not_asked' })
  })

  it('takes a code once, of two at the same moment too', async () => {
    const code = codeNow(secret)
    const halves = await Promise.all([enter(person.login), enter(person.login)])
    const taken = await Promise.allSettled(halves.map(({ session }) => step(session, code)))
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const { session } = await enter(person.login)
    await expect(step(session, code)).rejects.toMatchObject(failed)
    await expect(step(session, codeNow(secret, -1))).rejects.toMatchObject(failed) // an older one is spent as well
    expect((await step(session, codeNow(secret, 1))).session.waitsFor).toBeNull()
  })

  it('waits ten minutes and no longer', async () => {
    const half = await enter(person.login)
    clock.advance(10 * minuteMs + 1)
    expect(await findSession(ctx, half.token)).toBeNull()
  })

  it('locks after wrong codes, and the right password in between does not open the count anew', async () => {
    const { session } = await enter(person.login)
    for (let i = 0; i < 5; i++) {
      await expect(step(session, '000000')).rejects.toMatchObject(failed)
      if (i < 4) await enter(person.login)
    }
    await expect(step(session, codeNow(secret))).rejects.toMatchObject({ code: 'login.locked' })
    await expect(enter(person.login)).rejects.toMatchObject({ code: 'login.locked' })
  })

  it('is passed by a recovery code, each once, typed as it comes off the paper', async () => {
    const [first = '', second = ''] = recoveryCodes
    expect(recoveryCodes).toHaveLength(10)
    const typed = ` ${first.toUpperCase().replaceAll('-', ' ')} `
    expect((await step((await enter(person.login)).session, typed)).session.waitsFor).toBeNull()
    const { session } = await enter(person.login)
    await expect(step(session, first)).rejects.toMatchObject(failed)
    expect(await secondFactorOf(ctx, person.id, ['operator'])).toMatchObject({ isOn: true, recoveryCodesLeft: 9 })
    const renewed = await renewRecoveryCodes(ctx, person.id)
    await expect(step(session, second)).rejects.toMatchObject(failed)
    expect((await step(session, renewed[0] ?? '')).session.waitsFor).toBeNull()
    const rows = await ctx.db.query({ text: 'SELECT * FROM recovery_code' })
    for (const code of [...recoveryCodes, ...renewed]) expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''))
  })

  it('keeps its secret sealed, also after the key changed', async () => {
    const rows = await ctx.db.query<{ ciphertext: Buffer }>({ text: 'SELECT ciphertext FROM second_factor' })
    for (const { ciphertext } of rows) expect(ciphertext.includes(bytesOf(secret))).toBe(false)
    const newest = sealKeyFrom('a newer key', ['a key of the test'])
    expect(await resealFactors(ctx, newest)).toBeGreaterThan(0)
    expect(await resealFactors(ctx, newest)).toBe(0)
    const half = (await enter(person.login)).session
    expect((await takeSecondStep(ctx, sealKeyFrom('a newer key'), { half, code: codeNow(secret) })).session.waitsFor).toBeNull()
    await resealFactors(ctx, sealKeyFrom('a key of the test', ['a newer key']))
  })

  it('is asked of a role that must have it, from the next request on, and cannot be switched off then', async () => {
    const newcomer = await hire()
    const before = await enter(newcomer.login)
    expect(before.session.waitsFor).toBeNull()
    await changeSecondStepRoles(ctx, ['operator'])
    expect(await findSession(ctx, before.token)).toMatchObject({ waitsFor: 'enrolment' })
    await expect(removeOwnFactor(ctx, person.id, ['operator'])).rejects.toMatchObject({ code: 'second_step.required' })
    await enrol(newcomer)
    expect((await enter(newcomer.login)).session.waitsFor).toBe('second_step')
    await changeSecondStepRoles(ctx, [])
    await removeOwnFactor(ctx, person.id, ['operator'])
    expect((await enter(person.login)).session.waitsFor).toBeNull()
  })

  it('is forgotten by an administrator for whoever lost it, and their sessions end', async () => {
    const { token } = await step((await enter(person.login)).session, codeNow(secret))
    const supervisor = withActor(ctx, { kind: 'operator', id: person.id, roles: ['supervisor'] })
    await expect(resetFactor(supervisor, person.id)).rejects.toMatchObject({ code: 'permission.missing' })
    await resetFactor(withActor(ctx, { kind: 'operator', id: person.id, roles: ['administrator'] }), person.id)
    expect(await findSession(ctx, token)).toBeNull()
    expect((await enter(person.login)).session.waitsFor).toBeNull()
  })

  it('set up twice keeps the first; a wrong first code switches nothing on', async () => {
    await expect(startEnrolment(ctx, key, person.id)).rejects.toMatchObject({ code: 'second_step.already_on' })
    const other = await hire()
    await startEnrolment(ctx, key, other.id)
    await expect(confirmEnrolment(ctx, key, { operatorId: other.id, code: '000000', keepTokenHash: '' })).rejects.toMatchObject(
      failed,
    )
    expect((await enter(other.login)).session.waitsFor).toBeNull()
  })
})

describe('a proof', () => {
  it('is fresh for ten minutes after the sign-in, and again after the password or the code', async () => {
    const person = await hire()
    const { token } = await enter(person.login)
    const now = async () => (await findSession(ctx, token)) as Session
    expect(isProofFresh(ctx, await now())).toBe(true)
    clock.advance(proofLastsMs + 1)
    expect(isProofFresh(ctx, await now())).toBe(false)
    await expect(proveAgain(ctx, key, { session: await now(), secret: 'wrong' })).rejects.toMatchObject({
      code: 'login.failed',
    })
    expect(isProofFresh(ctx, await now())).toBe(false)
    await proveAgain(ctx, key, { session: await now(), secret: password })
    expect(isProofFresh(ctx, await now())).toBe(true)
  })

  it('is by the code alone where there is an authenticator', async () => {
    const person = await hire()
    const { secret } = await enrol(person)
    const { session } = await step((await enter(person.login)).session, codeNow(secret))
    await expect(proveAgain(ctx, key, { session, secret: password })).rejects.toMatchObject(failed)
    clock.advance(minuteMs)
    await proveAgain(ctx, key, { session, secret: codeNow(secret) })
  })
})

describe('sessions', () => {
  it('are listed without their tokens, and ended one by one: own ones by anybody, others by administrators', async () => {
    const [ana, bek] = [await hire(), await hire()]
    const here = await signIn(ctx, { login: ana.login, password, userAgent: 'Firefox', address: '10.0.0.7' })
    const there = await enter(ana.login)
    const foreign = await enter(bek.login)
    const listed = await listOwnSessions(ctx, ana.id)
    expect(listed.map(({ id }) => id).sort()).toEqual([here.session.id, there.session.id].sort())
    expect(listed.find(({ id }) => id === here.session.id)).toMatchObject({ userAgent: 'Firefox', address: '10.0.0.7' })
    expect(JSON.stringify(listed)).not.toContain(here.session.tokenHash)
    await endSession(ctx, there.session.id, ana.id)
    expect(await findSession(ctx, there.token)).toBeNull()
    await expect(endSession(ctx, foreign.session.id, ana.id)).rejects.toMatchObject({ code: 'session.not_found' })
    const asOperator = withActor(ctx, { kind: 'operator', id: ana.id, roles: ['operator'] })
    await expect(listAllSessions(asOperator)).rejects.toMatchObject({ code: 'permission.missing' })
    await expect(endSession(asOperator, foreign.session.id, null)).rejects.toMatchObject({ code: 'permission.missing' })
    const admin = withActor(ctx, { kind: 'operator', id: ana.id, roles: ['administrator'] })
    expect((await listAllSessions(admin)).map(({ id }) => id)).toContain(foreign.session.id)
    await endSession(admin, foreign.session.id, null)
    expect(await findSession(ctx, foreign.token)).toBeNull()
  })

  it('know that what a person may do has changed', async () => {
    const person = await hire()
    const { token } = await enter(person.login)
    const admin = withActor(ctx, { kind: 'operator', id: person.id, roles: ['administrator'] })
    await changeOperator(admin, person.id, { roles: ['manager'] })
    expect(await findSession(ctx, token)).toMatchObject({ roles: ['manager'] })
  })
})

describe('the pace of guesses', () => {
  it('holds up a login that nobody has, like one that somebody has', async () => {
    const codes: string[] = []
    for (let i = 0; i < mostFailuresPerLogin + 2; i++) {
      codes.push(
        await signIn(ctx, { login: 'nobody-at-all', password }).then(
          () => '',
          (error: { code: string }) => error.code,
        ),
      )
    }
    expect(codes.filter((code) => code === 'login.failed')).toHaveLength(mostFailuresPerLogin)
    expect(codes.slice(-2)).toEqual(['rate.exceeded', 'rate.exceeded'])
    clock.advance(paceWindowMs + 1)
    await paceSweep.run(ctx)
    expect(await ctx.db.query({ text: 'SELECT key FROM sign_in_pace' })).toEqual([])
    await expect(signIn(ctx, { login: 'nobody-at-all', password })).rejects.toMatchObject({ code: 'login.failed' })
  })

  it('holds up an address that tries many logins, whatever the process, and no other address', async () => {
    const person = await hire()
    const rows = Array.from({ length: mostFailuresPerAddress }, (_, i) => i)
    for (const i of rows) {
      await expect(signIn(ctx, { login: `guess${i}`, password, address: '10.9.9.9' })).rejects.toMatchObject({
        code: 'login.failed',
      })
    }
    await expect(signIn(ctx, { login: person.login, password, address: '10.9.9.9' })).rejects.toMatchObject({
      code: 'rate.exceeded',
      facts: { retryAfterSeconds: 900 },
    })
    await expect(signIn(ctx, { login: person.login, password, address: '10.9.9.8' })).resolves.toBeDefined()
    const stored = JSON.stringify(await ctx.db.query({ text: 'SELECT key FROM sign_in_pace' }))
    expect(stored).not.toContain('10.9.9.9')
    expect(stored).not.toContain('guess')
  })

  it('does not count those who are let in', async () => {
    const person = await hire()
    for (let i = 0; i < mostFailuresPerLogin + 5; i++) await signIn(ctx, { login: person.login, password, address: '10.1.1.1' })
  })
})
