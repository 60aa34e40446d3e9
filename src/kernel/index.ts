export { AppError, type ErrorFacts, isAppError } from './errors.ts'
export {
  type AttachmentId,
  type CalendarId,
  type ChannelAccountId,
  type ClockId,
  type ContactId,
  type ConversationId,
  type DeliveryId,
  type DepartmentId,
  type EventId,
  type Id,
  type IdentityId,
  isId,
  type MessageId,
  type NoteId,
  newId,
  type OperatorId,
  type RequestId,
  type TemplateId,
  type TemplateVersionId,
} from './ids.ts'
export { assertNever, InvariantError, invariant } from './invariant.ts'
export { accept, type Result, refuse } from './result.ts'
export { mayBeUnstorable, storable, storableText } from './storable.ts'
export { type Clock, dayMs, hourMs, minuteMs, secondMs, systemClock } from './time.ts'
