import type { FastifyInstance, FastifyRequest } from 'fastify'
import { accessOfClientFrame, closeCodes, DeskClientFrame, type DeskServerFrame } from '#contracts'
import { AppError, isAppError, newId } from '#kernel'
import { type Ctx, constantTimeEquals, createSocketBound, type Session } from '#platform'
import { dropPresence, findSession, getOperator, permissionsOf, renewPresence, setPresence } from '#staff'
import { mayAccess } from './audience.ts'
import type { Caller } from './desk-route.ts'
import { checkSteps, type GuardDeps, identify } from './guard.ts'
import { LiveConnection } from './live-connection.ts'
import type { LiveHub } from './live-hub.ts'
import { getVisibleRequest } from './request-access.ts'

const helloWithinMs = 10_000
const renewEveryMs = 15_000
const maxFrameBytes = 16_384
/** A person cannot do more; a page gone wild is slowed down before it costs anything. */
const framesPerSecond = 40
/** Not answered yet: a page that goes on asking a database that stands still is let go of. */
const mostUnderWay = 60

/** @property screensPerPerson live lines of one member of staff at most, 20 unless given. */
export type LiveDeps = GuardDeps & { readonly screensPerPerson?: number }

type WebSocketLike = {
  readonly bufferedAmount: number
  send(data: string | Buffer, options?: { binary: boolean }): void
  close(code: number, reason: string): void
  on(event: 'message', hear: (data: Buffer, isBinary: boolean) => void): void
  on(event: 'close' | 'error', hear: () => void): void
}

export const colleagueTopic = 'desk.colleague'
const operatorTypingTopic = 'operator.typing'
export const clientTypingTopic = 'client.typing'
export type ColleagueNews = { requestId: string; operatorId: string; what: 'viewing' | 'typing' | 'left'; from: string }

/** Everybody's lines together; a console has one for each tab. */
const mostScreens = 4_000

/** GET /desk/live: origin and session are checked before the upgrade, the CSRF token in the first frame. */
export function serveLive(server: FastifyInstance, hub: LiveHub, deps: LiveDeps, lookAtBoard: () => void): void {
  const bound = createSocketBound({ inAll: mostScreens, ofOne: deps.screensPerPerson ?? 20 })
  const found = new WeakMap<FastifyRequest, { ctx: Ctx; caller: Caller }>()
  server.route({
    method: 'GET',
    url: '/desk/live',
    schema: { hide: true },
    config: { permission: 'signed_in' },
    async preValidation(request) {
      if (!deps.isOwnOrigin(request)) {
        deps.ctxFor(request).metrics.count('live_refused_total', { reason: 'origin' })
        throw new AppError('origin.refused')
      }
      const who = await identify(deps, request)
      checkSteps(who.caller.session, 'signed_in')
      if (bound.isFull(who.caller.viewer.operatorId)) {
        who.ctx.metrics.count('live_refused_total', { reason: 'rate.exceeded' })
        throw new AppError('rate.exceeded')
      }
      found.set(request, who)
    },
    handler: async () => {
      throw new AppError('route.not_found')
    },
    wsHandler(socket, request) {
      const who = found.get(request)
      if (!who) return socket.close(closeCodes.unauthenticated, 'session.missing')
      const leave = bound.enter(who.caller.viewer.operatorId)
      // Many came at the same moment.
      if (!leave) return socket.close(closeCodes.protocol, 'rate.exceeded')
      socket.on('close', leave)
      const token = request.cookies[deps.sessionCookie] ?? ''
      new DeskSocket(hub, who.ctx, who.caller, socket as WebSocketLike, token, lookAtBoard).listen()
    },
  })
}

/** The life of one console connection. */
class DeskSocket {
  private readonly hub: LiveHub
  private readonly ctx: Ctx
  private readonly caller: Caller
  private readonly socket: WebSocketLike
  private readonly token: string
  private readonly lookAtBoard: () => void
  private readonly connection: LiveConnection
  private hasSaidHello = false
  private framesThisSecond = 0
  private underWay = 0
  private readonly timers: NodeJS.Timeout[] = []
  private helloTimer: NodeJS.Timeout | null = null

  constructor(hub: LiveHub, ctx: Ctx, caller: Caller, socket: WebSocketLike, token: string, lookAtBoard: () => void) {
    this.lookAtBoard = lookAtBoard
    this.hub = hub
    this.ctx = ctx
    this.caller = caller
    this.socket = socket
    this.token = token
    this.connection = new LiveConnection(newId(), { ...caller.viewer, openRequestId: null }, socket)
  }

  listen(): void {
    this.connection.lookAgain = () => this.renew()
    this.helloTimer = setTimeout(() => this.refuse('frame.out_of_order', closeCodes.protocol), helloWithinMs)
    this.timers.push(setInterval(() => this.renew(), renewEveryMs))
    this.timers.push(setInterval(() => (this.framesThisSecond = 0), 1_000))
    this.socket.on('message', (data, isBinary) => {
      this.underWay++
      this.hear(data, isBinary)
        .catch((error: unknown) => {
          if (isAppError(error)) this.connection.sendNow([{ kind: 'refused', code: error.code }])
          else this.ctx.log.error({ err: error }, 'a frame of the console failed')
        })
        .finally(() => this.underWay--)
    })
    this.socket.on('close', () => this.end())
    this.socket.on('error', () => this.end())
  }

  private async hear(data: Buffer, isBinary: boolean): Promise<void> {
    if (data.length > maxFrameBytes) return this.refuse('frame.too_large', closeCodes.frameTooLarge)
    const isTooMuch = ++this.framesThisSecond > framesPerSecond || this.underWay > mostUnderWay
    if (isTooMuch) return this.refuse('rate.exceeded', closeCodes.protocol)
    const frame = isBinary ? null : parseFrame(data)
    if (!frame) return this.refuse('frame.malformed', closeCodes.protocol)
    if (!mayAccess(this.caller.viewer, accessOfClientFrame[frame.kind])) throw new AppError('permission.missing')
    if (!this.hasSaidHello) return this.hello(frame)
    switch (frame.kind) {
      case 'hello':
        return this.refuse('frame.out_of_order', closeCodes.protocol)
      case 'ping':
        return this.connection.sendNow([{ kind: 'pong', at: frame.at }])
      case 'open':
        return this.open(frame.requestId)
      case 'typing':
        return this.typing(frame.requestId, frame.isTyping)
      case 'board':
        return this.watchBoard(frame.isOn)
      case 'presence':
        return setPresence(this.ctx, this.caller.viewer.operatorId, frame.state)
    }
  }

  private async hello(frame: DeskClientFrame): Promise<void> {
    if (frame.kind !== 'hello') return this.refuse('frame.out_of_order', closeCodes.protocol)
    if (!constantTimeEquals(frame.csrfToken, this.caller.session.csrfToken)) {
      return this.refuse('csrf.mismatch', closeCodes.unauthenticated)
    }
    // Between the upgrade and this frame the session may have ended.
    if (!(await this.mayStay())) return
    this.hasSaidHello = true
    if (this.helloTimer) clearTimeout(this.helloTimer)
    await renewPresence(this.ctx, this.connection.id, this.caller.viewer.operatorId)
    await this.hub.join(this.connection, frame.after)
  }

  private async open(requestId: string | null): Promise<void> {
    const before = this.connection.screen.openRequestId
    if (before && before !== requestId) this.tellColleagues(before, 'left')
    this.connection.screen.openRequestId = null
    if (!requestId) return
    await getVisibleRequest(this.ctx, this.caller.viewer, requestId)
    this.connection.screen.openRequestId = requestId
    this.tellColleagues(requestId, 'viewing')
  }

  private watchBoard(isOn: boolean): void {
    this.connection.screen.isOnBoard = isOn
    if (isOn) this.lookAtBoard()
  }

  private typing(requestId: string, isTyping: boolean): void {
    // Only what is open on the screen was checked for visibility.
    if (this.connection.screen.openRequestId !== requestId) return
    this.tellColleagues(requestId, isTyping ? 'typing' : 'viewing')
    this.ctx.bus.publish(operatorTypingTopic, { requestId, operatorId: this.caller.viewer.operatorId, isTyping })
  }

  private tellColleagues(requestId: string, what: ColleagueNews['what']): void {
    const { operatorId } = this.caller.viewer
    this.ctx.bus.publish(colleagueTopic, { requestId, operatorId, what, from: this.connection.id } satisfies ColleagueNews)
  }

  private renew(): void {
    if (!this.hasSaidHello) return
    const work = async () => {
      if (!(await this.mayStay())) return
      await renewPresence(this.ctx, this.connection.id, this.caller.viewer.operatorId)
    }
    work().catch((error: unknown) => this.ctx.log.warn({ err: error }, 'presence was not renewed; the lease runs on'))
  }

  /**
   * A revoked or expired session ends its sockets too, and so does one whose person may see other things than before: the
   * console comes back as what it is now and loads afresh.
   */
  private async mayStay(): Promise<boolean> {
    const session = await findSession(this.ctx, this.token)
    if (!session || session.waitsFor !== null) this.refuse('session.expired', closeCodes.unauthenticated)
    else if (!(await this.isSameViewer(session))) this.refuse('permission.changed', closeCodes.changed)
    else return true
    return false
  }

  private async isSameViewer(session: Session): Promise<boolean> {
    const { departmentIds, roles, probation } = await getOperator(this.ctx, session.operatorId)
    // Not what they see, but what becomes of what they send: the console says so at the button.
    if ((probation?.mentorId ?? null) !== this.caller.mentorId) return false
    const before = this.caller.viewer
    const now = permissionsOf(roles)
    const isAlike = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
      one.size === other.size && [...one].every((each) => other.has(each))
    return isAlike(before.permissions, now) && isAlike(before.departmentIds, new Set(departmentIds))
  }

  private refuse(code: Extract<DeskServerFrame, { kind: 'refused' }>['code'], closeCode: number): void {
    this.ctx.metrics.count('live_refused_total', { reason: code })
    this.connection.sendNow([{ kind: 'refused', code }])
    this.connection.close(closeCode, code)
  }

  private end(): void {
    if (this.helloTimer) clearTimeout(this.helloTimer)
    for (const timer of this.timers.splice(0)) clearInterval(timer)
    this.hub.leave(this.connection)
    const open = this.connection.screen.openRequestId
    if (open) this.tellColleagues(open, 'left')
    if (this.hasSaidHello) {
      dropPresence(this.ctx, this.connection.id).catch((error: unknown) => {
        this.ctx.log.warn({ err: error }, 'a lease was not dropped; it expires by itself')
      })
    }
  }
}

function parseFrame(data: Buffer): DeskClientFrame | null {
  try {
    return DeskClientFrame.safeParse(JSON.parse(data.toString('utf8'))).data ?? null
  } catch {
    // Not JSON: the caller refuses it by name.
    return null
  }
}
