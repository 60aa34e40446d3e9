import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { minuteMs } from '#kernel'
import { withActor } from '#platform'
import {
  changeOperator,
  changePassword,
  findSession,
  listOperators,
  permissionsOf,
  resetPassword,
  type SeededStaff,
  seedStaff,
  sessionIdleMs,
  sessionLongestMs,
  signIn,
  signOut,
} from '#staff'
import { fakeClock, type TestCtx, testCtx } from '../../support/index.ts'

const clock = fakeClock()
let ctx: TestCtx
let staff: SeededStaff['operators']
const passwordOf = (login: string) => `${login}: a long first word`
const person = (login: string) => {
  const found = staff.find((each) => each.login === login)
  if (found === undefined) throw new Error(`no ${login}`)
  return found
}

beforeAll(async () => {
  ctx = await testCtx({ clock })
  staff = (await seedStaff(ctx, { passwordFor: passwordOf })).operators
})
afterAll(async () => ctx.close())

describe('the seed', () => {
  it('puts in the seven people of the bank once, one of them for quality', async () => {
    expect(staff).toHaveLength(7)
    expect(staff.filter(({ roles }) => roles.includes('quality'))).toMatchObject([{ login: 'malika' }])
    expect((await seedStaff(ctx, { passwordFor: passwordOf })).operators).toEqual([])
    expect(await listOperators(ctx)).toHaveLength(7)
  })
})

describe('signing in', () => {
  it('gives a session that is found by its token, and stores only the hash of it', async () => {
    const { token, session } = await signIn(ctx, { login: 'Dilnoza ', password: passwordOf('dilnoza'), userAgent: 'test' })
    expect(session).toMatchObject({ operatorId: person('dilnoza').id, roles: ['operator'], mustChangePassword: true })
    expect(await findSession(ctx, token)).toEqual(session)
    const rows = await ctx.db.query<Record<string, unknown>>({ text: 'SELECT * FROM staff_session' })
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('answers a wrong password and an unknown login alike', async () => {
    await expect(signIn(ctx, { login: 'gulnora', password: 'wrong' })).rejects.toMatchObject({
      code: 'login.failed',
      facts: {},
    })
    await expect(signIn(ctx, { login: 'nobody', password: 'wrong' })).rejects.toMatchObject({ code: 'login.failed', facts: {} })
  })

  it('locks the account after five failures, however many guesses come at once, and opens it a quarter of an hour later', async () => {
    const guesses = await Promise.allSettled(
      Array.from({ length: 30 }, () => signIn(ctx, { login: 'jasur', password: 'guess' })),
    )
    const codes = guesses.map((guess) => (guess.status === 'rejected' ? (guess.reason as { code: string }).code : 'in'))
    expect(codes.filter((code) => code === 'login.failed')).toHaveLength(5)
    expect(codes.filter((code) => code === 'login.locked')).toHaveLength(25)
    await expect(signIn(ctx, { login: 'jasur', password: passwordOf('jasur') })).rejects.toMatchObject({
      code: 'login.locked',
      facts: { retryAfterSeconds: 900 },
    })
    clock.advance(15 * minuteMs)
    await expect(signIn(ctx, { login: 'jasur', password: passwordOf('jasur') })).resolves.toMatchObject({ session: {} })
  })

  it('forgets earlier failures once the right password comes', async () => {
    for (let i = 0; i < 4; i++) await signIn(ctx, { login: 'sherzod', password: 'no' }).catch(() => undefined)
    await signIn(ctx, { login: 'sherzod', password: passwordOf('sherzod') })
    for (let i = 0; i < 4; i++) await signIn(ctx, { login: 'sherzod', password: 'no' }).catch(() => undefined)
    await expect(signIn(ctx, { login: 'sherzod', password: passwordOf('sherzod') })).resolves.toBeDefined()
  })
})

describe('a session', () => {
  it('ends after half an hour without a request, and never when it is used', async () => {
    const { token } = await signIn(ctx, { login: 'gulnora', password: passwordOf('gulnora') })
    for (let i = 0; i < 5; i++) {
      clock.advance(sessionIdleMs - 2 * minuteMs)
      expect(await findSession(ctx, token)).not.toBeNull()
    }
    clock.advance(sessionIdleMs)
    expect(await findSession(ctx, token)).toBeNull()
  })

  it('ends twelve hours after it began, however busy', async () => {
    const { token } = await signIn(ctx, { login: 'gulnora', password: passwordOf('gulnora') })
    for (let passed = 0; passed < sessionLongestMs - sessionIdleMs; passed += 20 * minuteMs) {
      clock.advance(20 * minuteMs)
      expect(await findSession(ctx, token)).not.toBeNull()
    }
    clock.advance(sessionIdleMs)
    expect(await findSession(ctx, token)).toBeNull()
  })

  it('ends with signing out', async () => {
    const { token } = await signIn(ctx, { login: 'gulnora', password: passwordOf('gulnora') })
    await signOut(ctx, token)
    await signOut(ctx, token)
    expect(await findSession(ctx, token)).toBeNull()
  })

  it('ends at once for a person who is switched off', async () => {
    const { token } = await signIn(ctx, { login: 'gulnora', password: passwordOf('gulnora') })
    const admin = withActor(ctx, { kind: 'operator', id: person('admin').id, roles: ['administrator'] })
    await changeOperator(admin, person('gulnora').id, { isActive: false })
    expect(await findSession(ctx, token)).toBeNull()
    await expect(signIn(ctx, { login: 'gulnora', password: passwordOf('gulnora') })).rejects.toMatchObject({
      code: 'login.failed',
    })
  })
})

describe('the password', () => {
  it('must be changed by its owner, who stays signed in here and nowhere else', async () => {
    const here = await signIn(ctx, { login: 'nodira', password: passwordOf('nodira') })
    const elsewhere = await signIn(ctx, { login: 'nodira', password: passwordOf('nodira') })
    const change = {
      operatorId: person('nodira').id,
      currentPassword: passwordOf('nodira'),
      keepTokenHash: here.session.tokenHash,
    }
    await expect(changePassword(ctx, { ...change, newPassword: 'short' })).rejects.toMatchObject({ code: 'password.too_weak' })
    await expect(changePassword(ctx, { ...change, newPassword: 'aaaaaaaaaaaaaaa' })).rejects.toMatchObject({
      code: 'password.too_weak',
    })
    await expect(
      changePassword(ctx, { ...change, currentPassword: 'x', newPassword: 'olma anor behi 7' }),
    ).rejects.toMatchObject({ code: 'login.failed' })
    await changePassword(ctx, { ...change, newPassword: 'olma anor behi 7' })
    expect(await findSession(ctx, here.token)).toMatchObject({ mustChangePassword: false })
    expect(await findSession(ctx, elsewhere.token)).toBeNull()
  })

  it('given anew by an administrator must be changed again; nobody else may give one', async () => {
    const admin = withActor(ctx, { kind: 'operator', id: person('admin').id, roles: ['administrator'] })
    const supervisor = withActor(ctx, { kind: 'operator', id: person('sherzod').id, roles: ['supervisor'] })
    await expect(resetPassword(supervisor, person('nodira').id, 'given by a stranger')).rejects.toMatchObject({
      code: 'permission.missing',
    })
    await resetPassword(admin, person('nodira').id, 'given by the bank')
    await expect(signIn(ctx, { login: 'nodira', password: 'given by the bank' })).resolves.toMatchObject({
      session: { mustChangePassword: true },
    })
  })
})

describe('roles', () => {
  it('add up, and none may do what no table gives', () => {
    expect(permissionsOf(['operator']).has('request.lower_complaint')).toBe(false)
    expect(permissionsOf(['operator', 'mentor']).has('board.read')).toBe(true)
    expect(permissionsOf(['supervisor']).has('settings.edit')).toBe(false)
    expect(permissionsOf([]).size).toBe(0)
  })
})
