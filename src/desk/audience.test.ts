import { describe, expect, it } from 'vitest'
import { permissionsOfRole, type Role } from '#contracts'
import { hearsAlert, maySee, type Viewer, wantsMessages } from './audience.ts'

const viewer = (role: Role, operatorId: string, departments: string[]): Viewer => ({
  operatorId,
  departmentIds: new Set(departments),
  permissions: new Set(permissionsOfRole[role]),
})
const cards = { departmentId: 'cards', holderOperatorId: null }

describe('audience', () => {
  it('an operator sees the requests of their department and none of another', () => {
    expect(maySee(viewer('operator', 'ana', ['cards']), cards)).toBe(true)
    expect(maySee(viewer('operator', 'ana', ['credit']), cards)).toBe(false)
  })
  it('the holder sees the request whatever its department', () => {
    expect(maySee(viewer('operator', 'ana', []), { departmentId: 'cards', holderOperatorId: 'ana' })).toBe(true)
  })
  it('a supervisor, a manager and a compliance officer see every department', () => {
    for (const role of ['supervisor', 'manager', 'compliance'] as const) expect(maySee(viewer(role, 'x', []), cards)).toBe(true)
  })
  it('somebody who may not read requests sees none, not even held ones', () => {
    const nobody: Viewer = { operatorId: 'x', departmentIds: new Set(['cards']), permissions: new Set() }
    expect(maySee(nobody, { departmentId: 'cards', holderOperatorId: 'x' })).toBe(false)
  })
  it('whole messages go to the holder and to whoever has the request open, and not to a colleague of the department', () => {
    const ana = viewer('operator', 'ana', ['cards'])
    expect(wantsMessages(ana, cards, null, 'r1')).toBe(false)
    expect(wantsMessages(ana, cards, 'r1', 'r1')).toBe(true)
    expect(wantsMessages(ana, cards, 'r2', 'r1')).toBe(false)
    expect(wantsMessages(ana, { departmentId: 'credit', holderOperatorId: 'ana' }, null, 'r1')).toBe(true)
    expect(wantsMessages(viewer('operator', 'bek', ['credit']), cards, 'r1', 'r1')).toBe(false)
  })
  it('an alert of a held request does not ring for the whole department, one in the queue does', () => {
    const bek = viewer('operator', 'bek', ['cards'])
    expect(hearsAlert(bek, { departmentId: 'cards', holderOperatorId: 'ana' })).toBe(false)
    expect(hearsAlert(bek, cards)).toBe(true)
    expect(hearsAlert(viewer('supervisor', 's', []), { departmentId: 'cards', holderOperatorId: 'ana' })).toBe(true)
    expect(hearsAlert(viewer('manager', 'm', []), cards)).toBe(false)
    expect(hearsAlert(viewer('administrator', 'a', []), cards)).toBe(false)
  })
})
