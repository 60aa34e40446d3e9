/** Signing in, the second step, sessions: what the console sends and gets. */
import { z } from 'zod'
import { Instant } from './messages.ts'
import { Role } from './vocabulary.ts'

/** What stands between a signed-in person and the console. */
export const WaitsFor = z.enum(['second_step', 'enrolment'])
export type WaitsFor = z.infer<typeof WaitsFor>

/** Six digits of the authenticator, or a recovery code as it is printed. */
export const SecondStepInput = z.object({ code: z.string().min(1).max(64) })
/** The code of the authenticator where there is one, the password otherwise. */
export const ProofInput = z.object({ secret: z.string().min(1).max(256) })

/** Which ways in this installation has, asked before anybody is signed in. */
export const SignInWays = z.object({ oidc: z.object({ label: z.string() }).nullable() })
export type SignInWays = z.infer<typeof SignInWays>

export const SessionView = z.object({
  id: z.string(),
  operatorId: z.string(),
  operatorName: z.string(),
  startedAt: Instant,
  lastSeenAt: Instant,
  expiresAt: Instant,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  method: z.string(),
  isThis: z.boolean(),
})
export type SessionView = z.infer<typeof SessionView>

export const MySecurity = z.object({
  secondStep: z.object({ isOn: z.boolean(), isRequired: z.boolean(), recoveryCodesLeft: z.number().int() }),
  sessions: z.array(SessionView),
})
export type MySecurity = z.infer<typeof MySecurity>

/** Told once: `uri` is what the QR code carries, `secret` is typed by hand where there is no camera. */
export const EnrolmentStart = z.object({ secret: z.string(), uri: z.string() })
export type EnrolmentStart = z.infer<typeof EnrolmentStart>
/** Told once. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

/** Roles that must have a second step. */
export const SecondStepRoles = z.object({ roles: z.array(Role).max(20) })
export type SecondStepRoles = z.infer<typeof SecondStepRoles>
