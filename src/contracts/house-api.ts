/**
 * What an administrator asks and gets about the house itself: its people, its departments, its first set-up, how it does.
 * Routes and permissions: src/desk/house.routes.ts.
 */
import { z } from 'zod'
import { FourTexts } from './desk-api.ts'
import { Instant } from './messages.ts'
import { Language, Role } from './vocabulary.ts'

// ---- People

/** What is typed at the door: small letters, digits, dots, hyphens and underscores between them. */
export const loginShape = /^[a-z0-9][a-z0-9._-]{0,38}[a-z0-9]$/
const Login = z.string().trim().toLowerCase().max(40).regex(loginShape)
const DisplayName = z.string().trim().min(2).max(120)
const Roles = z.array(Role).min(1).max(10)
const Ids = z.array(z.string().max(64)).max(100)
/** What the bank's own sign-in knows the person by; null: nothing. */
const StaffEmail = z.email().max(200).nullable()
const Capacity = z.number().int().min(0).max(1000)

/** Whose replies wait for whom, and how much such a person is given meanwhile. */
export const ProbationInput = z.object({ mentorId: z.string().max(64), capacity: Capacity })

/** A member of staff as an administrator sees them, those switched off too. */
export const StaffMember = z.object({
  id: z.string(),
  login: z.string(),
  displayName: z.string(),
  roles: z.array(Role),
  departmentIds: z.array(z.string()),
  languages: z.array(z.string()),
  capacity: z.number().int(),
  email: z.string().nullable(),
  isActive: z.boolean(),
  /** Has not signed in with a password of their own yet. */
  mustChangePassword: z.boolean(),
  /** Locked at the door after too many wrong passwords. */
  lockedUntil: Instant.nullable(),
  lastSeenAt: Instant.nullable(),
  /** Requests they hold now. */
  held: z.number().int(),
  /** While it lasts their replies wait for the mentor; `capacityAfter` comes back at its end. */
  probation: z.object({ mentorId: z.string(), since: Instant, capacityAfter: z.number().int() }).nullable(),
})
export type StaffMember = z.infer<typeof StaffMember>

export const NewStaffInput = z.object({
  login: Login,
  displayName: DisplayName,
  roles: Roles,
  departmentIds: Ids,
  /** Empty: every language. */
  languages: z.array(Language).max(10).default([]),
  capacity: Capacity.default(5),
  interfaceLanguage: Language.default('uz-Latn'),
  email: StaffEmail.default(null),
  probation: ProbationInput.nullable().default(null),
})
export type NewStaffInput = z.infer<typeof NewStaffInput>
/** What is left out stays. */
export const ChangeStaffInput = z.object({
  displayName: DisplayName.optional(),
  roles: Roles.optional(),
  departmentIds: Ids.optional(),
  capacity: Capacity.optional(),
  isActive: z.boolean().optional(),
  email: StaffEmail.optional(),
  /** Null ends it. Its capacity is the one in force, whatever `capacity` says beside it. */
  probation: ProbationInput.nullable().optional(),
})
export type ChangeStaffInput = z.infer<typeof ChangeStaffInput>
/** Told once and kept nowhere; it must be changed at the first sign-in. */
export const FirstPassword = z.object({ operatorId: z.string(), login: z.string(), password: z.string() })
export type FirstPassword = z.infer<typeof FirstPassword>

// ---- Departments

const Name = z.string().trim().min(1).max(120)
const Names = z.object({ 'uz-Latn': Name, 'uz-Cyrl': Name, ru: Name, en: Name })
export const DepartmentCode = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9_]*$/)

export const DepartmentInHouse = z.object({
  id: z.string(),
  code: z.string(),
  names: FourTexts,
  calendarId: z.string(),
  isActive: z.boolean(),
  people: z.number().int(),
  /** Codes of the topics whose requests come here. */
  topics: z.array(z.string()),
  openRequests: z.number().int(),
})
export type DepartmentInHouse = z.infer<typeof DepartmentInHouse>
export const NewDepartmentInput = z.object({ code: DepartmentCode, names: Names, calendarId: z.string().max(64) })
export const ChangeDepartmentInput = z.object({ names: Names.optional(), isActive: z.boolean().optional() })

// ---- The first set-up

export const setUpSteps = ['bank', 'hours', 'departments', 'channel', 'staff'] as const
export type SetUpStep = (typeof setUpSteps)[number]
export const SetUpStep = z.enum(setUpSteps)
export const shortestBankName = 2
export const BankName = z.string().trim().min(shortestBankName).max(80)

export const SetUpView = z.object({
  /** Null: nobody has named the bank yet. */
  bankName: z.string().nullable(),
  /** `pending`: a new installation that nobody has set up yet; an administrator is asked to. */
  state: z.enum(['pending', 'done']),
  /** Steps looked through so far, whoever did. */
  done: z.array(SetUpStep),
})
export type SetUpView = z.infer<typeof SetUpView>
export const ChangeSetUpInput = z.union([
  z.strictObject({ bankName: BankName }),
  z.strictObject({ step: SetUpStep }),
  z.strictObject({ state: z.enum(['pending', 'done']) }),
])
export type ChangeSetUpInput = z.infer<typeof ChangeSetUpInput>

// ---- How the program does

export const houseSigns = ['well', 'watch', 'bad'] as const
/** One thing that is looked at. `figures` are numbers and words, no secrets and nobody's data. */
export const HouseCheck = z.object({
  name: z.string(),
  sign: z.enum(houseSigns),
  figures: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type HouseCheck = z.infer<typeof HouseCheck>
export const HouseHealth = z.object({
  asOf: Instant,
  startedAt: Instant,
  mode: z.enum(['embedded', 'served']),
  roles: z.array(z.string()),
  nodeVersion: z.string(),
  checks: z.array(HouseCheck),
})
export type HouseHealth = z.infer<typeof HouseHealth>
