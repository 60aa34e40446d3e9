/** The door of the inbox: the facts. Who wrote what, who must act next, what was promised, what was told. */
export { addNote } from './add-note.ts'
export type { AttachmentRecord, AttachmentResult } from './attachment.store.ts'
export {
  getAttachment,
  listPendingAttachments,
  recordAttachment,
  stageAttachment,
} from './attachments.ts'
export { changeHolder, type NewHolder } from './change-holder.ts'
export { listChannelAccounts, saveChannelAccount } from './channel-accounts.ts'
export type { ClockFacts, ClockTarget, ClockToCompute, LedgerEntry, LedgerKind } from './clock.store.ts'
export {
  cancelClocks,
  clocksOfRequest,
  getClock,
  listClocksToCompute,
  meetClocks,
  nextClockWakeAt,
  pauseClocks,
  resumeClocks,
  setClockDue,
  stampBreached,
  stampWarned,
  startClock,
  takeDueClocks,
} from './clock-ledger.ts'
export { closeRequest, reopenRequest } from './close-request.ts'
export type { ChannelAccountView } from './contact.store.ts'
export type { MergeId } from './contact-merge.store.ts'
export {
  type Comer,
  type ContinuationWords,
  type Continued,
  continuationLifeMs,
  continueAsSigned,
  followContinuation,
  offerContinuation,
} from './continue-elsewhere.ts'
export { correctClassification, recordReclassification } from './correct-classification.ts'
export {
  type ClaimedDelivery,
  claimNextDelivery,
  type DeliveryOutcome,
  listDueConversations,
  markSeen,
  recordDelivery,
  recordPart,
  settleAbandonedDeliveries,
} from './deliveries.ts'
export {
  clockBreached,
  clockCancelled,
  clockMet,
  clockPaused,
  clockResumed,
  clockRetargeted,
  clockStarted,
  clockWarned,
  contactMerged,
  contactReachable,
  contactUnmerged,
  contactUnreachable,
  holderChanged,
  identityLinked,
  messageDeleted,
  messageEdited,
  messageReceived,
  noteAdded,
  replyFailed,
  replyQueued,
  replySeen,
  replySent,
  replyUnconfirmed,
  requestClosed,
  requestContinued,
  requestOpened,
  requestPaused,
  requestReclassified,
  requestReopened,
  requestResumed,
  satisfactionAsked,
  satisfactionGiven,
  satisfactionLow,
} from './events.ts'
export type {
  InboundAttachment,
  InboundEdit,
  InboundMessage,
  InboundSender,
  IntakePolicy,
  OpeningPlan,
  PlannedClock,
  Received,
} from './inbound-message.ts'
export { createIntake, type Intake, type IntakeOptions } from './intake.ts'
export { mergeByPhone, mergeContacts, mergesOf, undoMerge } from './merge-contacts.ts'
export { pauseRequest, resumeRequest } from './pause-request.ts'
export type { QueueScope } from './queue.store.ts'
export { type QueuedReply, type QueueReplyInput, queueReply } from './queue-reply.ts'
export {
  classificationView,
  contactView,
  conversationMessages,
  findConversation,
  getConversation,
  getRequest,
  listQueue,
  listWaitingInQueue,
  messageViews,
  notesOf,
  noteViews,
  openCounts,
  requestSummaries,
  requestsHeldBy,
  type TimelineItem,
  type TimelinePage,
  timeline,
} from './reads.ts'
export type { InboundDeletion } from './record-edit.ts'
export { revealText } from './reveal-text.ts'
export {
  askSatisfaction,
  type Given,
  isRating,
  type Question,
  readRating,
  recordSatisfaction,
  satisfactionOf,
} from './satisfaction.ts'
export { setLanguage, setReachable } from './set-reachable.ts'
export { stampDueClocks } from './stamp-clocks.ts'
export type { ConversationView, RequestView } from './views.store.ts'
