/** The door of the inbox: the facts. Who wrote what, who must act next, what was promised, what was told. */

export type {
  ClockFacts,
  ClockTarget,
  ClockToCompute,
  ClockToTarget,
  LedgerEntry,
  LedgerKind,
  PlannedStep,
} from './clocks/clock.store.ts'
export {
  breachOverdue,
  cancelClocks,
  clocksOfRequest,
  clocksOfRequests,
  countRunningByCalendar,
  enterInLedger,
  getClock,
  listClocksToCompute,
  meetClocks,
  nextClockWakeAt,
  pauseClocks,
  resumeClocks,
  runningClocksAfter,
  runningClocksOf,
  setClockDue,
  setClocksDue,
  startClock,
} from './clocks/clock-ledger.ts'
export type { DueStep, EndedStep, StepEnd, StepKey } from './clocks/clock-steps.store.ts'
export { escalationsOf, latestEscalations, listDueSteps, settleSteps, takeDueSteps } from './clocks/clock-steps.ts'
export { stampDueClocks } from './clocks/stamp-clocks.ts'
export type { ChannelAccountView } from './contacts/contact.store.ts'
export type { MergeId } from './contacts/contact-merge.store.ts'
export {
  type Comer,
  type ContinuationWords,
  type Continued,
  continuationLifeMs,
  continueAsSigned,
  followContinuation,
  offerContinuation,
} from './contacts/continue-elsewhere.ts'
export { mergeByPhone, mergeContacts, mergesOf, undoMerge } from './contacts/merge-contacts.ts'
export { renameIdentity } from './contacts/rename-identity.ts'
export { setLanguage, setReachable } from './contacts/set-reachable.ts'
export type { AttachmentRecord, AttachmentResult } from './deliveries/attachment.store.ts'
export type { SharedFile } from './deliveries/attachments.ts'
export {
  getAttachment,
  listPendingAttachments,
  recordAttachment,
  stageAttachment,
} from './deliveries/attachments.ts'
export { listChannelAccounts, saveChannelAccount } from './deliveries/channel-accounts.ts'
export { enableChannelAccount, openCredentials, saveCredentials } from './deliveries/channel-credentials.ts'
export {
  type ChannelState,
  gateOf,
  leaseSlots,
  listChannelStates,
  pauseAccount,
  resumeAccount,
} from './deliveries/channel-state.ts'
export {
  type ClaimedDelivery,
  claimDeliveries,
  type DeliveryOutcome,
  listDueAccounts,
  markSeen,
  type RecordedDelivery,
  recordDeliveries,
  recordDelivery,
  recordLateFailure,
  recordPart,
  settleAbandonedDeliveries,
} from './deliveries/deliveries.ts'
export { getPublicMessage, recordModeration } from './deliveries/moderate-comment.ts'
export {
  getOpenEnd,
  type HandledHow,
  handleDelivery,
  listNotReceived,
  type NotReceived,
  resendElsewhere,
} from './deliveries/not-received.ts'
export { listPlaces, type Place } from './deliveries/places.ts'
export {
  type MoveToPrivate,
  moveToPrivate,
  openPrivateConversation,
  type PrivateReplyRight,
  privateReplyRights,
} from './deliveries/private-reply.ts'
export { type QueuedReply, type QueueReplyInput, queueReply } from './deliveries/queue-reply.ts'
export {
  appealRegistered,
  appealWithdrawn,
  clockBreached,
  clockCancelled,
  clockEscalated,
  clockMet,
  clockPaused,
  clockResumed,
  clockRetargeted,
  clockStarted,
  clockStepDue,
  clockWarned,
  contactMerged,
  contactReachable,
  contactUnmerged,
  contactUnreachable,
  holderChanged,
  identityLinked,
  innerWaitEnded,
  innerWaitOverdue,
  innerWaitStarted,
  messageDeleted,
  messageEdited,
  messageReceived,
  noteAdded,
  replyFailed,
  replyQueued,
  replySeen,
  replySent,
  replyUnconfirmed,
  replyWrittenElsewhere,
  requestClosed,
  requestContinued,
  requestNeedsNoReply,
  requestOpened,
  requestPaused,
  requestReclassified,
  requestReopened,
  requestRepeated,
  requestResumed,
  satisfactionAsked,
  satisfactionGiven,
  satisfactionLow,
  statutoryExtended,
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
} from './intake/inbound-message.ts'
export { createIntake, type Intake, type IntakeOptions } from './intake/intake.ts'
export type { InboundDeletion } from './intake/record-edit.ts'
export type { OwnWords } from './intake/record-own-words.ts'
export { resealTexts } from './intake/reseal-texts.ts'
export { revealText } from './intake/reveal-text.ts'
export { addNote } from './requests/add-note.ts'
export type { AppealRecord, ProvedExtension } from './requests/appeal.store.ts'
export { appealOf, extensionOf, recordExtension, registerAppeal, withdrawAppeal } from './requests/appeals.ts'
export { changeHolder, type NewHolder } from './requests/change-holder.ts'
export { closeRequest, reopenRequest } from './requests/close-request.ts'
export { changesJudgement, correctClassification, recordReclassification } from './requests/correct-classification.ts'
export { followUpOf, followUpsSince, openFollowUp } from './requests/follow-up.ts'
export type { InnerWaitId } from './requests/inner-wait.store.ts'
export { endInnerWaits, innerWaitsOf, noticeOverdueWaits, startInnerWait } from './requests/inner-wait.ts'
export { needsNoReply } from './requests/needs-no-reply.ts'
export { pauseRequest, resumeRequest } from './requests/pause-request.ts'
export { raisePriority } from './requests/raise-priority.ts'
export { findRepeats, markRepeat, repeatOf, repeatReport } from './requests/repeats.ts'
export { lockWithConversations } from './requests/request.store.ts'
export { owesAnswer } from './requests/request-rules.ts'
export {
  askSatisfaction,
  type Given,
  isRating,
  type Question,
  readRating,
  recordSatisfaction,
  satisfactionOf,
} from './requests/satisfaction.ts'
export { exportClient } from './retention/client-export.ts'
export {
  type Erased,
  eraseByTerm,
  eraseOfContact,
  previewErasing,
  previewStaged,
  type RequestCategory,
  removeStaged,
} from './retention/erase-requests.ts'
export {
  askErasure,
  type ErasureRow,
  type HoldSubject,
  liftHold,
  listErasures,
  listHolds,
  placeHold,
  settleErasures,
  waitingErasures,
} from './retention/holds.ts'
export type { WrittenLine } from './views/message-views.store.ts'
export type { QueueScope } from './views/queue.store.ts'
export { queueCounts, workBehind } from './views/queue-counts.ts'
export {
  classificationView,
  contactView,
  conversationMessages,
  findConversation,
  findRequestByNumber,
  getConversation,
  getConversations,
  getRequest,
  getRequests,
  lastLinesOf,
  latestRequestsOf,
  listQueue,
  messageViews,
  notesOf,
  noteViews,
  openCounts,
  pagesAfter,
  requestNumbers,
  requestSummaries,
  requestsHeldBy,
  type TimelineItem,
  type TimelinePage,
  timeline,
} from './views/reads.ts'
export { figuresSweep } from './views/tell-figures.ts'
export { searchSweep } from './views/tidy-search.ts'
export type { ConversationView, RequestView } from './views/views.store.ts'
