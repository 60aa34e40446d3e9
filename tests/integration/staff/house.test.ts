/** Who administers the house adds, changes and switches off people and departments, and cannot lock it up from inside. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Role, roles } from '#contracts'
import { changeDepartmentInUse, saveTopic } from '#handoff'
import { newId, type OperatorId } from '#kernel'
import { withActor } from '#platform'
import {
  accountStates,
  bankName,
  changeOperator,
  createDepartment,
  createOperator,
  getOperator,
  listDepartments,
  listHouseDepartments,
  nameBank,
  passSetUpStep,
  putSetUp,
  readSetUp,
  resetPassword,
  setEmail,
  signIn,
} from '#staff'
import { type Bank, openBank } from '../handoff/bank.ts'

let bank: Bank
beforeAll(async () => {
  bank = await openBank()
})
afterAll(() => bank?.close())

const admin = () => bank.as('admin')
const names = (word: string) => ({ 'uz-Latn': word, 'uz-Cyrl': word, ru: word, en: word })
const refusal = async (work: Promise<unknown>) => {
  try {
    await work
    return 'nothing was refused'
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const add = (login: string, given: readonly Role[], password: string = newId()) =>
  createOperator(admin(), {
    login,
    displayName: 'Yangi Xodim',
    roles: given,
    languages: [],
    capacity: 3,
    departmentIds: [bank.department('info').id],
    interfaceLanguage: 'ru',
    password,
  })
const factsOf = async (id: string) =>
  (
    await bank.rows<{ action: string; facts: Record<string, unknown> }>(
      'SELECT action, facts FROM audit_entry WHERE subject_id = $1 ORDER BY id',
      id,
    )
  ).map(({ action, facts }) => ({ action, ...facts }))

describe('a member of staff', () => {
  it('is added once under a login, in small letters, and everything done to the account is on record', async () => {
    const id = await add(' Nigora.S ', ['operator'], 'birinchi-parol')
    expect((await getOperator(bank.ctx, id)).login).toBe('nigora.s')
    expect(await refusal(add('nigora.s', ['operator']))).toBe('operator.login_taken')
    await changeOperator(admin(), id, { roles: ['operator', 'mentor'], displayName: 'Nigora Saidova' })
    await resetPassword(admin(), id, 'ikkinchi-parol')
    expect(await refusal(signIn(bank.ctx, { login: 'nigora.s', password: 'birinchi-parol' }))).toBe('login.failed')
    expect((await signIn(bank.ctx, { login: 'nigora.s', password: 'ikkinchi-parol' })).session.mustChangePassword).toBe(true)
    const seen = (await accountStates(bank.ctx)).find((one) => one.id === id)
    expect(seen?.lastSeenAt).toEqual(bank.clock.now())
    expect(await factsOf(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'operator.created', roles: 'operator' }),
        expect.objectContaining({ action: 'operator.changed', roles: 'operator mentor', fields: 'displayName roles' }),
        expect.objectContaining({ action: 'operator.password_reset' }),
      ]),
    )
  })

  it('has an address of their own, in small letters, that nobody else has', async () => {
    const fields = { displayName: 'Ali Valiyev', roles: ['operator'], languages: [], capacity: 1, departmentIds: [] } as const
    const make = (login: string, email: string) =>
      createOperator(admin(), { ...fields, login, email, interfaceLanguage: 'ru', password: newId() })
    const id = await make('ali.v', 'Ali@Bank.example')
    expect((await accountStates(bank.ctx)).find((one) => one.id === id)?.email).toBe('ali@bank.example')
    expect(await refusal(make('ali.w', 'ali@bank.example'))).toBe('operator.email_taken')
    expect(await bank.rows(`SELECT 1 FROM operator WHERE login = 'ali.w'`)).toEqual([])
    await setEmail(admin(), id, null)
    expect((await accountStates(bank.ctx)).find((one) => one.id === id)?.email).toBeNull()
  })

  it('belongs only to departments that are there', async () => {
    const id = await add('bobur', ['operator'])
    const nowhere = newId() as never
    expect(await refusal(changeOperator(admin(), id, { departmentIds: [nowhere] }))).toBe('department.not_found')
    expect((await getOperator(bank.ctx, id)).departmentIds).toEqual([bank.department('info').id])
  })

  it('switched off is signed out at once and is not let in again', async () => {
    const id = await add('ketgan', ['operator'], 'ketgan-paroli')
    await signIn(bank.ctx, { login: 'ketgan', password: 'ketgan-paroli' })
    await changeOperator(admin(), id, { isActive: false })
    expect(await bank.rows('SELECT 1 FROM staff_session WHERE operator_id = $1 AND revoked_at IS NULL', id)).toEqual([])
    expect(await refusal(signIn(bank.ctx, { login: 'ketgan', password: 'ketgan-paroli' }))).toBe('login.failed')
  })

  it('is added and changed by nobody but who administers', async () => {
    for (const role of roles.filter((one) => one !== 'administrator')) {
      const as = withActor(bank.ctx, { kind: 'operator', id: newId() as OperatorId, roles: [role] })
      expect(await refusal(changeOperator(as, bank.idOf('dilnoza'), { capacity: 1 })), role).toBe('permission.missing')
    }
  })
})

describe('the last administrator', () => {
  it('stays one, whoever asks and however many at once', async () => {
    const own = bank.idOf('admin')
    expect(await refusal(changeOperator(admin(), own, { roles: ['operator'] }))).toBe('operator.last_administrator')
    const second = await add('ikkinchi-admin', ['administrator'])
    const asSecond = withActor(bank.ctx, { kind: 'operator', id: second, roles: ['administrator'] })
    expect(await refusal(changeOperator(admin(), own, { isActive: false }))).toBe('operator.yourself')
    // Each takes the role from the other in the same moment: one of them is refused.
    const both = await Promise.all([
      refusal(changeOperator(admin(), second, { roles: ['manager'] })),
      refusal(changeOperator(asSecond, own, { roles: ['manager'] })),
    ])
    expect(both.sort()).toEqual(['nothing was refused', 'operator.last_administrator'])
    const left = await bank.rows(`SELECT 1 FROM operator WHERE is_active AND 'administrator' = ANY (roles)`)
    expect(left).toHaveLength(1)
    await bank.rows(`UPDATE operator SET roles = '{administrator}' WHERE id = $1`, own)
  })
})

describe('a department', () => {
  it('is made, named, led to, and closed only when nothing leads there any more', async () => {
    const calendarId = bank.department('info').calendarId
    const { id } = await createDepartment(admin(), { code: 'filiallar', names: names('Filiallar'), calendarId })
    expect(await refusal(createDepartment(admin(), { code: 'filiallar', names: names('x'), calendarId }))).toBe(
      'department.code_taken',
    )
    await changeDepartmentInUse(admin(), id, { names: names('Filiallar bo‘limi') })
    await saveTopic(admin(), { code: 'branch', names: names('Filial'), departmentId: id })
    await bank.planner.refresh()
    const requestId = await bank.write('somebody', 'question normal branch: qayerda?')
    expect((await bank.request(requestId)).departmentId).toBe(id)
    expect(await refusal(changeDepartmentInUse(admin(), id, { isActive: false }))).toBe('department.in_use')
    await saveTopic(admin(), { code: 'branch', names: names('Filial'), departmentId: bank.department('info').id })
    // The topic has gone elsewhere, the open request has not.
    expect(await refusal(changeDepartmentInUse(admin(), id, { isActive: false }))).toBe('department.in_use')
    await bank.rows(`UPDATE request SET status = 'closed' WHERE id = $1`, requestId)
    await changeDepartmentInUse(admin(), id, { isActive: false })
    expect((await listDepartments(bank.ctx)).map(({ code }) => code)).not.toContain('filiallar')
    const former = (await listHouseDepartments(bank.ctx)).find((one) => one.id === id)
    expect(former).toMatchObject({ isActive: false, names: names('Filiallar bo‘limi') })
    await changeDepartmentInUse(admin(), id, { isActive: true })
    expect((await listDepartments(bank.ctx)).map(({ code }) => code)).toContain('filiallar')
  })
})

describe('the first set-up', () => {
  it('is asked for where the installation is new, goes on where it was left, and names the bank', async () => {
    expect(await readSetUp(bank.ctx)).toEqual({ bankName: null, state: 'done', done: [] })
    await putSetUp(withActor(bank.ctx, { kind: 'system', name: 'seed' }), 'pending')
    await nameBank(admin(), 'Ishonch Bank')
    await Promise.all([passSetUpStep(admin(), 'bank'), passSetUpStep(admin(), 'hours'), passSetUpStep(admin(), 'bank')])
    const left = await readSetUp(bank.ctx)
    expect({ ...left, done: [...left.done].sort() }).toEqual({
      bankName: 'Ishonch Bank',
      state: 'pending',
      done: ['bank', 'hours'],
    })
    await putSetUp(admin(), 'done')
    expect(await readSetUp(bank.ctx)).toMatchObject({ state: 'done', bankName: 'Ishonch Bank' })
    expect(await bankName(bank.ctx)).toBe('Ishonch Bank')
    expect(await refusal(nameBank(bank.as('sherzod'), 'Boshqa Bank'))).toBe('permission.missing')
  })
})
