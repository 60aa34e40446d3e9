/** The closed list of what a member of staff may do, and which role may do it. One table; nothing is allowed elsewhere. */
import { z } from 'zod'
import type { Role } from './vocabulary.ts'

export const permissions = [
  'queue.read',
  'request.read',
  'request.take',
  'request.reply',
  'request.note',
  'request.transfer',
  'request.close',
  'request.classify',
  'request.lower_complaint',
  'request.assign_others',
  'request.extend_statutory',
  'sensitive.reveal',
  'templates.read',
  'templates.edit',
  'templates.approve',
  'statistics.read',
  'statistics.export',
  'board.read',
  'classifier.switch',
  'staff.read',
  'staff.edit',
  'settings.edit',
  'audit.read',
] as const
export type Permission = (typeof permissions)[number]
export const Permission = z.enum(permissions)

const operator = [
  'queue.read',
  'request.read',
  'request.take',
  'request.reply',
  'request.note',
  'request.transfer',
  'request.close',
  'request.classify',
  'templates.read',
  'staff.read',
] as const satisfies readonly Permission[]
const supervisor = [
  ...operator,
  'request.lower_complaint',
  'request.assign_others',
  'request.extend_statutory',
  'sensitive.reveal',
  'templates.edit',
  'statistics.read',
  'statistics.export',
  'board.read',
  'classifier.switch',
] as const satisfies readonly Permission[]

export const permissionsOfRole: Record<Role, readonly Permission[]> = {
  operator,
  mentor: [...operator, 'board.read'],
  quality: ['queue.read', 'request.read', 'request.note', 'templates.read', 'statistics.read', 'staff.read'],
  supervisor,
  manager: [
    'queue.read',
    'request.read',
    'request.extend_statutory',
    'templates.read',
    'templates.approve',
    'statistics.read',
    'statistics.export',
    'board.read',
    'staff.read',
  ],
  compliance: [
    'request.read',
    'request.extend_statutory',
    'templates.read',
    'templates.approve',
    'statistics.read',
    'sensitive.reveal',
    'audit.read',
    'staff.read',
  ],
  administrator: [
    'queue.read',
    'request.read',
    'templates.read',
    'templates.edit',
    'statistics.read',
    'board.read',
    'staff.read',
    'staff.edit',
    'settings.edit',
    'audit.read',
  ],
}
