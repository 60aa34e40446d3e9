/** What VK answers when it refuses: always with 200, the error in the body, in its own words. */
export class VkRefusal extends Error {
  override readonly name = 'VkRefusal'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
  /** The body of the answer. */
  body(): object {
    return { error: { error_code: this.code, error_msg: this.message, request_params: [] } }
  }
}

const refusal = (code: number, message: string) => () => new VkRefusal(code, message)

export const vkRefusals = {
  tokenDead: refusal(5, 'User authorization failed: invalid access_token (4).'),
  unknownMethod: refusal(3, 'Unknown method passed'),
  tooMany: refusal(6, 'Too many requests per second'),
  denied: refusal(7, 'Permission to perform this action is denied'),
  noVersion: refusal(8, 'Invalid request: v (version) is required'),
  flood: refusal(9, 'Flood control'),
  internal: refusal(10, 'Internal server error'),
  notForGroups: refusal(27, 'Group authorization failed: method is unavailable with group auth.'),
  noComment: refusal(100, 'One of the parameters specified was missing or invalid: comment_id is invalid'),
  cannotComment: refusal(213, 'Access to status replies denied'),
  notAllowed: refusal(901, "Can't send messages for users without permission"),
  badKeyboard: refusal(911, 'Keyboard format is invalid'),
  tooLong: refusal(914, 'Message is too long'),
  noContact: refusal(936, 'Contact not found'),
  invalid: (name: string) => new VkRefusal(100, `One of the parameters specified was missing or invalid: ${name} is undefined`),
} as const
