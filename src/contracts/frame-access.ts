import type { DeskClientFrame, DeskServerFrame } from './desk-frames.ts'
import type { Permission } from './permissions.ts'

/** What a route or frame asks for: a permission, or only that somebody is signed in. */
export type Access = Permission | 'signed_in'

type ClientFrameKind = DeskClientFrame['kind']
type ServerFrameKind = DeskServerFrame['kind']

/** What the console may say over the websocket, and who may say it: a frame that is not here does not compile. */
export const accessOfClientFrame = {
  hello: 'signed_in',
  ping: 'signed_in',
  presence: 'signed_in',
  open: 'request.read',
  typing: 'request.read',
  board: 'board.read',
} as const satisfies Record<ClientFrameKind, Access>

/** Who may be told what over the websocket, whatever else the frame's audience says. */
export const accessOfServerFrame = {
  live: 'signed_in',
  pong: 'signed_in',
  reload: 'signed_in',
  refused: 'signed_in',
  operator: 'signed_in',
  board: 'board.read',
  whisper: 'request.reply',
  request: 'request.read',
  'request.gone': 'request.read',
  message: 'request.read',
  note: 'request.read',
  'clock.alert': 'request.read',
  'clock.escalated': 'request.read',
  'inner_wait.overdue': 'request.read',
  'client.typing': 'request.read',
  colleague: 'request.read',
  template: 'templates.read',
  incident: 'queue.read',
  nps: 'board.read',
} as const satisfies Record<ServerFrameKind, Access>
