import type { JobDefinition, Subscriber, Sweep } from '#platform'
import { reviewSweep } from './asked/tend-asked.ts'
import { escalationSweep } from './clocks/escalate.ts'
import { innerWaitSweep } from './clocks/inner-waits.ts'
import { markRepeatsWhenOpened } from './clocks/mark-repeats.ts'
import { clockSweep, computeClocksWhenNeeded } from './clocks/retarget-clocks.ts'
import { draftSweep } from './drafts/drafts.ts'
import { followUpLowMarks } from './follow-up/follow-up-low-marks.ts'
import { incidentSweep } from './routing/incident.ts'
import { absenceSweep, placeWhenPossible, placingSweep } from './routing/place-request.ts'
import { silenceSweep } from './routing/return-silent.ts'
import { templateFileSweep } from './templates/template-files.ts'

export { classifyAsOperator } from './acting/classify-as-operator.ts'
export { needsNoReplyAsOperator } from './acting/needs-no-reply.ts'
export { type OperatorReply, replyAsOperator } from './acting/reply-as-operator.ts'
export { closeAsOperator, pauseAsOperator, reopenAsOperator, resumeAsOperator } from './acting/settle-request.ts'
export { returnToQueue, takeRequest, transferRequest } from './acting/take-request.ts'
export {
  type AskedReply,
  askConsent,
  filesOfAsked,
  getAskedReply,
  listAskedReplies,
  requestOfAskedFile,
  withdrawAskedReply,
} from './asked/asked-reply.ts'
export { decideAskedReply, mayDecideAsked } from './asked/decide-asked.ts'
export { changeReviewRule, readReviewRule } from './asked/review-rule.ts'
export { tendAskedReplies } from './asked/tend-asked.ts'
export { changePolicy, listPolicies, policyHistory, saveTopic } from './clocks/change-policy.ts'
export { countedMs, type RunStretch } from './clocks/clock-terms.ts'
export { ClockWaker, type WakerOptions } from './clocks/clock-waker.ts'
export { doDueSteps } from './clocks/escalate.ts'
export { explainClock } from './clocks/explain-clock.ts'
export { askDepartment, endDepartmentWait } from './clocks/inner-waits.ts'
export { extendStatutory, registerAppealAsOperator, withdrawAppealAsSupervisor } from './clocks/legal-term.ts'
export { markRepeats } from './clocks/mark-repeats.ts'
export { previewCalendar, previewPolicy } from './clocks/preview-promises.ts'
export { readRequestTime } from './clocks/request-time.ts'
export { computeClocks, stretchesOf } from './clocks/retarget-clocks.ts'
export type { SlaPolicy } from './clocks/sla-policy.ts'
export { draftsOf, keepDraft } from './drafts/drafts.ts'
export { incidentEnded, incidentStarted, routingChanged, slaPolicyChanged, templateChanged, topicChanged } from './events.ts'
export { changeFollowUpRule, readFollowUpRule } from './follow-up/follow-up-rule.ts'
export { forgetReplies } from './forget-replies.ts'
export { handleAsOperator, moveToPrivateAsOperator, resendAsOperator } from './public/move-to-private.ts'
export { changeRoutingRules, routingRules } from './routing/change-routing.ts'
export { type Candidate, chooseOperators, type FreeOperator, type WaitingRequest } from './routing/choose-operator.ts'
export { changeDepartmentInUse, openByDepartment } from './routing/close-department.ts'
export { type AnswerEstimator, createAnswerEstimator } from './routing/estimate-answer.ts'
export { endIncident, listIncidents, startIncident, tendIncidents } from './routing/incident.ts'
export { incidentBanner, incidentWordsFor } from './routing/incident-words.ts'
export { createIntakePlanner, type IntakePlanner } from './routing/intake-planner.ts'
export { lastAssignment } from './routing/last-assignment.ts'
export { type Placing, placeRequest, placeWaiting, returnFromAbsent } from './routing/place-request.ts'
export { returnFromSilent } from './routing/return-silent.ts'
export { absenceGraceMs } from './routing/routing-rules.ts'
export { tryMessage } from './routing/try-message.ts'
export { seedHandoff } from './seed-handoff.ts'
export {
  approveTemplate,
  archiveTemplate,
  rejectTemplate,
  renameTemplate,
  submitTemplate,
  withdrawTemplate,
} from './templates/change-template.ts'
export { changeComposerMode, composerModeFor, readComposerModes } from './templates/locked-composer.ts'
export type { FoldText } from './templates/rank-templates.ts'
export {
  findTemplateVersion,
  listTopics,
  publishedTemplates,
  searchTemplates,
  setTemplateFold,
  type TemplateSearch,
} from './templates/search-templates.ts'
export type { TemplateRecord, TemplateState } from './templates/template.store.ts'
export { renderTemplate } from './templates/template.ts'
export { confirmTexts, draftTemplate, editDraft, type TemplateDraft } from './templates/template-draft.ts'
export { addTemplateFile, filesTheBotSends, readTemplateFile } from './templates/template-files.ts'
export { listTemplates, readTemplate } from './templates/template-library.ts'
export { proveMessage } from './templates/template-proof.ts'

export const handoffSubscribers: readonly Subscriber[] = [
  placeWhenPossible,
  computeClocksWhenNeeded,
  markRepeatsWhenOpened,
  followUpLowMarks,
]
export const handoffSweeps: readonly Sweep[] = [
  placingSweep,
  absenceSweep,
  silenceSweep,
  incidentSweep,
  clockSweep,
  escalationSweep,
  innerWaitSweep,
  draftSweep,
  reviewSweep,
  templateFileSweep,
]
/** None: what this room does later is found in tables by its subscribers, sweeps and the waker. */
export const handoffJobs: readonly JobDefinition<unknown>[] = []
