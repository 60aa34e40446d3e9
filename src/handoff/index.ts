import type { JobDefinition, Subscriber, Sweep } from '#platform'
import { incidentSweep } from './incident.ts'
import { absenceSweep, placeWhenPossible, placingSweep } from './place-request.ts'
import { clockSweep, computeClocksWhenNeeded } from './retarget-clocks.ts'
import { silenceSweep } from './return-silent.ts'

export { changePolicy, listPolicies, saveTopic } from './change-policy.ts'
export { changeRoutingRules, routingRules } from './change-routing.ts'
export {
  approveTemplate,
  archiveTemplate,
  rejectTemplate,
  renameTemplate,
  submitTemplate,
  withdrawTemplate,
} from './change-template.ts'
export { type Candidate, chooseOperators, type FreeOperator, type WaitingRequest } from './choose-operator.ts'
export { classifyAsOperator } from './classify-as-operator.ts'
export { countedMs, type RunStretch } from './clock-terms.ts'
export { ClockWaker, type WakerOptions } from './clock-waker.ts'
export { incidentEnded, incidentStarted, routingChanged, slaPolicyChanged, templateChanged, topicChanged } from './events.ts'
export { explainClock } from './explain-clock.ts'
export { endIncident, listIncidents, startIncident, tendIncidents } from './incident.ts'
export { createIntakePlanner, type IntakePlanner } from './intake-planner.ts'
export { lastAssignment } from './last-assignment.ts'
export { changeComposerMode, composerModeFor, readComposerModes } from './locked-composer.ts'
export { absenceGraceMs, type Placing, placeRequest, placeWaiting, returnFromAbsent } from './place-request.ts'
export type { FoldText } from './rank-templates.ts'
export { type OperatorReply, replyAsOperator } from './reply-as-operator.ts'
export { computeClocks, stretchesOf } from './retarget-clocks.ts'
export { returnFromSilent } from './return-silent.ts'
export {
  findTemplateVersion,
  listTopics,
  publishedTemplates,
  searchTemplates,
  setTemplateFold,
  type TemplateSearch,
} from './search-templates.ts'
export { seedHandoff } from './seed-handoff.ts'
export { closeAsOperator, pauseAsOperator, reopenAsOperator, resumeAsOperator } from './settle-request.ts'
export type { SlaPolicy, SlaTargets } from './sla-policy.ts'
export { returnToQueue, takeRequest, transferRequest } from './take-request.ts'
export type { TemplateRecord, TemplateState } from './template.store.ts'
export { renderTemplate } from './template.ts'
export { confirmTexts, draftTemplate, editDraft, type TemplateDraft } from './template-draft.ts'
export { listTemplates, readTemplate } from './template-library.ts'
export { proveMessage } from './template-proof.ts'
export { tryMessage } from './try-message.ts'

export const handoffSubscribers: readonly Subscriber[] = [placeWhenPossible, computeClocksWhenNeeded]
export const handoffSweeps: readonly Sweep[] = [placingSweep, absenceSweep, silenceSweep, incidentSweep, clockSweep]
/** None: what this room does later is found in tables by its subscribers, sweeps and the waker. */
export const handoffJobs: readonly JobDefinition<unknown>[] = []
