/** What the real Graph API answers when it refuses: its codes, subcodes and sentences. */
export class GraphRefusal extends Error {
  override readonly name = 'GraphRefusal'
  readonly status: number
  readonly code: number
  readonly subcode: number
  readonly retryAfterS: number | null
  constructor(status: number, code: number, message: string, more: { subcode?: number; retryAfterS?: number } = {}) {
    super(message)
    this.status = status
    this.code = code
    this.subcode = more.subcode ?? 0
    this.retryAfterS = more.retryAfterS ?? null
  }
  /** The body of the answer. */
  body(): object {
    const { message, code } = this
    const subcode = this.subcode === 0 ? {} : { error_subcode: this.subcode }
    return { error: { message, type: 'OAuthException', code, ...subcode, fbtrace_id: 'AemulatorTraceId' } }
  }
}

const refusal = (status: number, code: number, message: string, subcode?: number) => () =>
  new GraphRefusal(status, code, message, subcode === undefined ? {} : { subcode })

export const refusals = {
  tokenDead: refusal(401, 190, 'Error validating access token: the session has been invalidated.', 460),
  noPermission: refusal(403, 200, '(#200) Permissions error'),
  badProof: refusal(400, 100, 'Invalid appsecret_proof provided in the API argument'),
  windowClosed: refusal(400, 10, '(#10) This message is sent outside of allowed window.', 2018278),
  instagramWindowClosed: refusal(403, 10, 'This message is sent outside of allowed window.', 2534022),
  notAvailable: refusal(400, 551, "(#551) This person isn't available right now.", 1545041),
  instagramNoUser: refusal(400, 100, 'The requested user cannot be found.', 2534014),
  noUser: refusal(400, 100, '(#100) No matching user found', 2018001),
  alreadyReplied: refusal(400, 10900, '(#10900) Activity already replied to'),
  tooOldToReply: refusal(400, 10901, '(#10901) Activity is too old to be replied to'),
  notFound: refusal(400, 100, 'Unsupported request. Object does not exist or cannot be loaded.', 33),
  invalid: (why: string) => new GraphRefusal(400, 100, `(#100) ${why}`),
  tooMany: (code: number, retryAfterS: number) =>
    new GraphRefusal(429, code, `(#${code}) Calls to this api have exceeded the rate limit.`, { retryAfterS }),
} as const
