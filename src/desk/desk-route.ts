import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { Permission } from '#contracts'
import type { OperatorId } from '#kernel'
import type { AuditNote, Ctx, Session } from '#platform'
import type { Viewer } from './audience.ts'

/** Who is calling, as a route sees them; `ctx.actor` is this operator. */
export type Caller = {
  readonly session: Session
  readonly viewer: Viewer & { readonly operatorId: OperatorId }
  /** Who reads this person's replies first; null: nobody. */
  readonly mentorId: OperatorId | null
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

export type DeskCall<P, Q, B> = {
  readonly ctx: Ctx
  readonly caller: Caller
  readonly params: Parsed<P>
  readonly query: Parsed<Q>
  readonly body: Parsed<B>
  readonly reply: FastifyReply
}

/**
 * One route of the console's API, as data: what it is for, who may call it, its shapes and its work. The server, the
 * OpenAPI document and the permission matrix of the tests all read the same list, so that a route without a permission
 * cannot exist.
 */
export type DeskRoute<
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
> = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly summary: string
  /**
   * `signed_in`: any member of staff. `signed_in_any_password`: also before the first password change and before a required
   * authenticator is set up. `half_signed_in`: also between the password and the code.
   */
  readonly permission: Permission | 'signed_in' | 'signed_in_any_password' | 'half_signed_in'
  /** Worth a second look: whoever signed in or proved who they are longer than ten minutes ago does so again first. */
  readonly needsProof?: true
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /** Shape of the 200 answer; absent where the answer is not JSON or is empty (204). */
  readonly answer?: z.ZodType
  /**
   * What goes on record about the reading, before anything is shown: for routes that show what a client wrote or is, and for
   * exports. Null where this call shows nothing of the kind.
   */
  onRecord?(call: Pick<DeskCall<P, Q, B>, 'params' | 'query' | 'caller'>): AuditNote | null
  handle(call: DeskCall<P, Q, B>): Promise<unknown>
}

/** Keeps each route's own types while the list holds them all alike. */
export function defineRoute<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(route: DeskRoute<P, Q, B>): DeskRoute {
  // The handler is only ever called with what its own schemas have parsed, so forgetting their types here is safe.
  return route as unknown as DeskRoute
}
