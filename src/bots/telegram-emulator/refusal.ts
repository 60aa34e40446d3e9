/**
 * What the real Bot API answers when it refuses, word for word (tdlib/telegram-bot-api, Client.cpp and Query.cpp), so that an
 * adapter which reads descriptions is tested against the texts it will meet.
 */
export class BotApiRefusal extends Error {
  override readonly name = 'BotApiRefusal'
  readonly errorCode: number
  readonly parameters: { retry_after?: number; migrate_to_chat_id?: number } | undefined
  constructor(errorCode: number, description: string, parameters?: BotApiRefusal['parameters']) {
    super(description)
    this.errorCode = errorCode
    this.parameters = parameters
  }
}

export const refusals = {
  unauthorized: () => new BotApiRefusal(401, 'Unauthorized'),
  unknownMethod: () => new BotApiRefusal(404, 'Not Found'),
  badRequest: (why: string) => new BotApiRefusal(400, `Bad Request: ${why}`),
  textEmpty: () => new BotApiRefusal(400, 'Bad Request: message text is empty'),
  textTooLong: () => new BotApiRefusal(400, 'Bad Request: message is too long'),
  captionTooLong: () => new BotApiRefusal(400, 'Bad Request: message caption is too long'),
  chatNotFound: () => new BotApiRefusal(400, 'Bad Request: chat not found'),
  buttonData: () => new BotApiRefusal(400, 'Bad Request: BUTTON_DATA_INVALID'),
  notModified: () =>
    new BotApiRefusal(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    ),
  editNotFound: () => new BotApiRefusal(400, 'Bad Request: message to edit not found'),
  queryTooOld: () =>
    new BotApiRefusal(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid'),
  wrongFile: () => new BotApiRefusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable'),
  fileTooBig: () => new BotApiRefusal(400, 'Bad Request: file is too big'),
  uploadTooBig: () => new BotApiRefusal(413, 'Request Entity Too Large'),
  blocked: () => new BotApiRefusal(403, 'Forbidden: bot was blocked by the user'),
  deactivated: () => new BotApiRefusal(403, 'Forbidden: user is deactivated'),
  noInitiative: () => new BotApiRefusal(403, "Forbidden: bot can't initiate conversation with a user"),
  tooMany: (retryAfterS: number) =>
    new BotApiRefusal(429, `Too Many Requests: retry after ${retryAfterS}`, { retry_after: retryAfterS }),
  otherPoller: () =>
    new BotApiRefusal(409, 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'),
  webhookActive: () =>
    new BotApiRefusal(
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
} as const
