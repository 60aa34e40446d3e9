/**
 * The closed catalogue of refusals. A code is `noun.reason`; its kind decides the HTTP status; its sentence in
 * four languages is in error-texts.ts, where a missing one does not compile.
 */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'too_many'
  | 'unavailable'
  | 'bug'

export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  bug: 500,
  unavailable: 503,
} as const satisfies Record<ErrorKind, number>

export const errorCatalogue = {
  'input.invalid': { kind: 'invalid' },
  'input.too_large': { kind: 'too_large' },
  'route.not_found': { kind: 'not_found' },
  'rate.exceeded': { kind: 'too_many' },
  'server.bug': { kind: 'bug' },
  'server.overloaded': { kind: 'unavailable' },
  'database.unavailable': { kind: 'unavailable' },
  'queue.unavailable': { kind: 'unavailable' },
  'disk.full': { kind: 'unavailable' },
  'session.missing': { kind: 'unauthenticated' },
  'session.expired': { kind: 'unauthenticated' },
  'session.password_change_required': { kind: 'forbidden' },
  'login.failed': { kind: 'unauthenticated' },
  'login.locked': { kind: 'too_many' },
  'password.too_weak': { kind: 'invalid' },
  'csrf.mismatch': { kind: 'forbidden' },
  'origin.refused': { kind: 'forbidden' },
  'permission.missing': { kind: 'forbidden' },
  'webhook.unsigned': { kind: 'unauthenticated' },
  'webhook.malformed': { kind: 'invalid' },
  'webhook.unknown_account': { kind: 'not_found' },
  'identity.bad_signature': { kind: 'unauthenticated' },
  'visitor.unknown': { kind: 'unauthenticated' },
  'frame.malformed': { kind: 'invalid' },
  'frame.too_large': { kind: 'too_large' },
  'frame.out_of_order': { kind: 'invalid' },
  'consumer.too_slow': { kind: 'unavailable' },
  'request.not_found': { kind: 'not_found' },
  'request.closed': { kind: 'conflict' },
  'request.not_closed': { kind: 'conflict' },
  'request.not_paused': { kind: 'conflict' },
  'request.held_by_other': { kind: 'conflict' },
  'request.not_held_by_you': { kind: 'conflict' },
  'request.changed_meanwhile': { kind: 'conflict' },
  'request.other_open': { kind: 'conflict' },
  'request.about_you': { kind: 'forbidden' },
  'request.not_next': { kind: 'conflict' },
  'holder.stale': { kind: 'conflict' },
  'operator.not_found': { kind: 'not_found' },
  'operator.at_capacity': { kind: 'conflict' },
  'operator.absent': { kind: 'conflict' },
  'department.not_found': { kind: 'not_found' },
  'conversation.not_found': { kind: 'not_found' },
  'conversation.read_only': { kind: 'conflict' },
  'message.not_found': { kind: 'not_found' },
  'message.empty': { kind: 'invalid' },
  'reply.client_wrote_meanwhile': { kind: 'conflict' },
  'reply.window_closed': { kind: 'conflict' },
  'reply.guarded': { kind: 'conflict' },
  'reply.template_required': { kind: 'conflict' },
  'template.not_found': { kind: 'not_found' },
  'template.not_published': { kind: 'conflict' },
  'template.variable_missing': { kind: 'invalid' },
  'template.variable_mistyped': { kind: 'invalid' },
  'template.language_missing': { kind: 'conflict' },
  'template.approver_is_author': { kind: 'forbidden' },
  'template.text_stale': { kind: 'conflict' },
  'template.changed_meanwhile': { kind: 'conflict' },
  'template.shortcut_taken': { kind: 'conflict' },
  'priority.reason_missing': { kind: 'invalid' },
  'priority.needs_supervisor': { kind: 'forbidden' },
  'outcome.missing': { kind: 'invalid' },
  'outcome.needs_answer': { kind: 'conflict' },
  'incident.not_found': { kind: 'not_found' },
  'statutory.none': { kind: 'conflict' },
  'statutory.already_extended': { kind: 'conflict' },
  'statutory.term_refused': { kind: 'invalid' },
  'appeal.already_registered': { kind: 'conflict' },
  'appeal.none': { kind: 'conflict' },
  'appeal.moment_refused': { kind: 'invalid' },
  'inner_wait.not_found': { kind: 'not_found' },
  'calendar.not_found': { kind: 'not_found' },
  'calendar.never_opens': { kind: 'invalid' },
  'policy.incomplete': { kind: 'invalid' },
  'attachment.too_large': { kind: 'too_large' },
  'attachment.type_refused': { kind: 'invalid' },
  'attachment.not_found': { kind: 'not_found' },
  'channel.unreachable': { kind: 'unavailable' },
  'channel.not_configured': { kind: 'conflict' },
  'channel.credentials_refused': { kind: 'conflict' },
  'classifier.version_unknown': { kind: 'not_found' },
  'merge.not_found': { kind: 'not_found' },
  'merge.already_undone': { kind: 'conflict' },
  'merge.not_latest': { kind: 'conflict' },
  'contact.not_found': { kind: 'not_found' },
  'reply.needs_second_person': { kind: 'conflict' },
  'public_reply.not_found': { kind: 'not_found' },
  'public_reply.already_decided': { kind: 'conflict' },
  'public_reply.same_person': { kind: 'forbidden' },
  'private_reply.already_sent': { kind: 'conflict' },
  'private_reply.not_possible': { kind: 'conflict' },
  'delivery.not_found': { kind: 'not_found' },
  'delivery.already_handled': { kind: 'conflict' },
  'comment.action_refused': { kind: 'conflict' },
  'account.not_found': { kind: 'not_found' },
  'webhook.not_found': { kind: 'not_found' },
  'webhook.url_refused': { kind: 'invalid' },
  'attachment.infected': { kind: 'invalid' },
  'report.period_invalid': { kind: 'invalid' },
  'report.measure_unknown': { kind: 'invalid' },
  'report.schedule_not_found': { kind: 'not_found' },
  'report.mail_not_configured': { kind: 'conflict' },
  'report.chat_not_reachable': { kind: 'conflict' },
} as const satisfies Record<string, { kind: ErrorKind }>

export type ErrorCode = keyof typeof errorCatalogue
export const errorCodes = Object.keys(errorCatalogue) as ErrorCode[]

export function kindOf(code: ErrorCode): ErrorKind {
  return errorCatalogue[code].kind
}
