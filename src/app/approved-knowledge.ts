import type { ApprovedAnswer, DialogueKnowledge, Estimate, FindNotice } from '#bots'
import { type Coverage, createCoverage, createRetriever, type Retriever } from '#classifier'
import { compileCalendar, type Language, languages, Priority, RequestType, type TemplateView } from '#contracts'
import {
  type AnswerEstimator,
  createAnswerEstimator,
  filesTheBotSends,
  incidentWordsFor,
  publishedTemplates,
  renderTemplate,
} from '#handoff'
import type { IntakePolicy } from '#inbox'
import { minuteMs, secondMs } from '#kernel'
import type { Ctx } from '#platform'
import { bankName, getCalendar, listDepartments } from '#staff'

/** A withdrawn template must not be said for longer than this. */
const freshForMs = 10 * secondMs
const nearestLookedAt = 5
/** What the agreement of topics is worth beside a similarity of 0..1; with it a similarity of about 0.17 is enough for the dialogue. */
const topicShare = 0.45

/** How much of what is asked the nearest answer must speak of; tests/integration/app/approved-answers.test.ts is what it was chosen on. */
const coveredAtLeast = 0.54

/** Where the client's money is in danger whatever else the text is about, the card is blocked first. */
const dangerTopics = ['card_block', 'fraud']
/** The templates that say what to do this minute; a bank that renames them falls back to the topic's first. */
const adviceShortcuts: ReadonlySet<string> = new Set(['karta-yoqoldi', 'firibgar'])

type PlanOpening = IntakePolicy['planOpening']
type Library = {
  readonly bank: string | null
  readonly templates: ReadonlyMap<string, TemplateView>
  /** Everything the indexes are made of. */
  readonly words: string
  readonly byLanguage: ReadonlyMap<Language, readonly Retriever[]>
  readonly coverage: ReadonlyMap<Language, Coverage>
  readonly readAtMs: number
}

/**
 * What the bot may say: published templates flagged for it, found by the classifier's folded similarity, and when a person
 * will answer. Text that is not an approved template never leaves from here.
 */
export async function approvedKnowledge(
  ctx: Ctx,
  planOpening: PlanOpening,
): Promise<DialogueKnowledge & { findNotice: FindNotice }> {
  let library = await readLibrary(ctx, null)
  let reading: Promise<Library> | null = null
  const untilAnswered = createAnswerEstimator()
  const fresh = async (asking: Ctx) => {
    if (asking.clock.now().getTime() - library.readAtMs <= freshForMs) return library
    // Many turns at once find it old; one of them reads for all.
    reading ??= readLibrary(asking, library).finally(() => {
      reading = null
    })
    library = await reading
    return library
  }
  return {
    async bankName(asking) {
      return (await fresh(asking)).bank
    },
    async findAnswer(asking, question) {
      return nearestAnswer(await fresh(asking), question)
    },
    async findAdvice(asking, danger) {
      const { templates } = await fresh(asking)
      const sayable = [...templates.values()].filter((one) => one.botMayAnswer && fits(one, danger.channel, 'private'))
      const inOrder = [danger.topic, ...dangerTopics].flatMap((topic) => [
        ...sayable.filter((one) => one.topic === topic && adviceShortcuts.has(one.shortcut)),
        ...sayable.filter((one) => one.topic === topic && dangerTopics.includes(topic)),
      ])
      return inOrder[0] ? say(inOrder[0], danger.language) : null
    },
    async findNotice(asking, { shortcut, language, channel }) {
      const { templates } = await fresh(asking)
      const notice = [...templates.values()].find((one) => one.shortcut === shortcut && fits(one, channel, 'private'))
      return notice ? say(notice, language) : null
    },
    findIncident: incidentWordsFor,
    async filesOf(asking, { templateVersionId, channel, visibility }) {
      const { templates } = await fresh(asking)
      const template = [...templates.values()].find((one) => one.versionId === templateVersionId)
      return filesTheBotSends(asking, template?.files ?? [], { channel, visibility })
    },
    async estimate(asking, request) {
      return estimate(asking, planOpening, untilAnswered, request)
    },
  }
}

/** @param before its indexes are kept where the words are the same: making them costs a thousand times what reading does. */
async function readLibrary(ctx: Ctx, before: Library | null): Promise<Library> {
  const [templates, bank] = await Promise.all([publishedTemplates(ctx), bankName(ctx)])
  // A template without a topic is a part of the talk (greeting, registration), never an answer to a question.
  const answers = templates.filter((one) => one.botMayAnswer && one.topic !== null)
  const words = JSON.stringify(answers.map(({ id, title, texts }) => [id, title, texts]))
  const readAtMs = ctx.clock.now().getTime()
  const read = { bank, templates: new Map(templates.map((one) => [one.id, one])), words, readAtMs }
  if (before?.words === words) return { ...before, ...read }
  const byLanguage = languages.map((language): [Language, Retriever[]] => [
    language,
    // The title is the question as people put it, the text the words of its answer: either may be near.
    [
      createRetriever(answers.map((one) => ({ id: one.id, text: one.title[language] }))),
      createRetriever(answers.map((one) => ({ id: one.id, text: one.texts[language] }))),
    ],
  ])
  return {
    ...read,
    byLanguage: new Map(byLanguage),
    coverage: new Map(
      languages.map((language) => [
        language,
        createCoverage(answers.map((one) => ({ id: one.id, text: `${one.title[language]}. ${one.texts[language]}` }))),
      ]),
    ),
  }
}

type Question = Parameters<DialogueKnowledge['findAnswer']>[1]

/** The nearest template that may be said here; null where even that one is about something else: the next only shares words by chance. */
function nearestAnswer({ templates, byLanguage, coverage }: Library, question: Question): ApprovedAnswer | null {
  const { text, language, topic } = question
  const found = (byLanguage.get(language) ?? []).flatMap((retriever) => retriever.search(text, nearestLookedAt))
  const [nearest] = found
    .flatMap(({ id, score }) => {
      const template = templates.get(id)
      const isHere =
        template && fits(template, question.channel, question.visibility) && (!template.isTopicOnly || template.topic === topic)
      const answer = isHere ? say(template, language) : null
      return template && answer ? [{ id, answer: { ...answer, score: withTopic(score, template.topic === topic) } }] : []
    })
    .sort((a, b) => b.answer.score - a.answer.score)
  if (nearest === undefined) return null
  return (coverage.get(language)?.of(text, nearest.id) ?? 0) >= coveredAtLeast ? nearest.answer : null
}

/**
 * Two witnesses that do not know of each other: the words, and the classifier's topic. Where both point at one template the
 * answer is near; words alone must be nearly the same.
 */
function withTopic(similarity: number, isSameTopic: boolean): number {
  return isSameTopic ? Math.min(1, topicShare + similarity) : similarity
}

function fits(template: TemplateView, channel: string, visibility: 'private' | 'public'): boolean {
  const isSafe = visibility === 'private' || template.visibility === 'public'
  return isSafe && (template.channels.length === 0 || template.channels.some((one) => one === channel))
}

/** Null where a variable would stay empty: the bot has nobody to ask. */
function say(template: TemplateView, language: Language): { templateVersionId: string; text: string } | null {
  const rendered = renderTemplate(template, language, {})
  return rendered.ok ? { templateVersionId: template.versionId, text: rendered.value } : null
}

type Matter = Parameters<DialogueKnowledge['estimate']>[1]

/** While the department is open: what its people have lately taken, or the promise where none of them is there. Else: when it opens. */
async function estimate(
  ctx: Ctx,
  planOpening: PlanOpening,
  untilAnswered: AnswerEstimator,
  matter: Matter,
): Promise<Estimate | null> {
  const department = (await listDepartments(ctx)).find((one) => one.id === matter.departmentId)
  if (!department) return null
  const { rules } = await getCalendar(ctx, department.calendarId)
  const time = compileCalendar(rules)
  const now = ctx.clock.now()
  if (!time.isOpenAt(now.getTime())) {
    return { kind: 'opens', at: new Date(time.nextOpeningAt(now.getTime())), timeZone: rules.timeZone }
  }
  const plan = planOpening({
    priority: Priority.parse(matter.priority),
    type: RequestType.parse(matter.type),
    channel: matter.channel,
    topic: 'general',
    openedAt: now,
  })
  const promised = plan.clocks.find((clock) => clock.kind === 'first_response')
  const dueAt = promised?.dueAt ?? now
  const untilMs = await untilAnswered(ctx, { departmentId: department.id, dueAt })
  return { kind: 'minutes', minutes: Math.max(1, Math.ceil((untilMs ?? promised?.targetMs ?? minuteMs) / minuteMs)) }
}
