import { dayMs, hourMs } from '#kernel'
import { cosine, rarityOf, termsOf, type Vector, vectorOf } from './vectors.ts'

/** A request as far as clustering needs it; `at` in milliseconds since the epoch. */
export type ClusterableRequest = { readonly id: string; readonly text: string; readonly at: number; readonly topic: string }

/** Many clients writing about one thing. */
export type RequestCluster = {
  readonly topic: string
  /** The request most like all the others: its text names the problem. */
  readonly exampleId: string
  /** Ids of the requests in the window, oldest first. */
  readonly ids: readonly string[]
  readonly count: number
  /** How many such requests the same stretch of an earlier day usually brings; null where no earlier day is known. */
  readonly usual: number | null
  /** `count` over `usual`, which counts as at least one. */
  readonly growth: number
}

export type ClusterOptions = {
  /** The moment of looking, milliseconds since the epoch. */
  readonly now: number
  /** The stretch looked at, by default the last hour. */
  readonly windowMs?: number
  /** Fewer requests than this are no cluster; by default 3. */
  readonly countMin?: number
  /** From this similarity on two requests are about one thing, 0..1. */
  readonly similarityMin?: number
}

const countMinDefault = 3
const similarityMinDefault = 0.3
const daysKnownMax = 14

type Member = { readonly request: ClusterableRequest; readonly vector: Vector }
type Group = { readonly topic: string; readonly members: Member[]; sum: Map<string, number> }

function addInto(sum: Map<string, number>, vector: Vector): void {
  for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight)
}

function unit(sum: ReadonlyMap<string, number>): Vector {
  let square = 0
  for (const weight of sum.values()) square += weight * weight
  const length = Math.sqrt(square)
  return length === 0 ? sum : new Map([...sum].map(([term, weight]) => [term, weight / length]))
}

/** Joins each member to the nearest group of its topic, oldest first, or opens a group: one pass, the same result every time. */
function group(members: readonly Member[], similarityMin: number): Group[] {
  const byTopic = new Map<string, Group[]>()
  for (const member of members) {
    const groups = byTopic.get(member.request.topic) ?? []
    byTopic.set(member.request.topic, groups)
    const nearest = nearestGroup(groups, member.vector, similarityMin)
    if (nearest === undefined) groups.push({ topic: member.request.topic, members: [member], sum: new Map(member.vector) })
    else {
      nearest.members.push(member)
      addInto(nearest.sum, member.vector)
    }
  }
  return [...byTopic.values()].flat()
}

function nearestGroup(groups: readonly Group[], vector: Vector, similarityMin: number): Group | undefined {
  let nearest: Group | undefined
  let best = similarityMin
  for (const candidate of groups) {
    const likeness = cosine(unit(candidate.sum), vector)
    if (likeness >= best) {
      best = likeness
      nearest = candidate
    }
  }
  return nearest
}

/** How many earlier requests like the group the same stretch of each known earlier day brought, on average. */
function usualOf(
  centre: Vector,
  topic: string,
  earlier: readonly Member[],
  now: number,
  windowMs: number,
  similarityMin: number,
): number | null {
  const oldest = earlier.reduce((least, member) => Math.min(least, member.request.at), now)
  const days = Math.min(daysKnownMax, Math.floor((now - oldest) / dayMs))
  if (days === 0) return null
  let count = 0
  for (const { request, vector } of earlier) {
    const age = now - request.at
    const dayBack = Math.floor(age / dayMs)
    const inStretch = dayBack >= 1 && dayBack <= days && age % dayMs < windowMs
    if (inStretch && request.topic === topic && cosine(centre, vector) >= similarityMin) count++
  }
  return count / days
}

/**
 * Groups the requests of the last window by what they say, and compares each group with the same stretch of earlier days:
 * "41 in the last hour, usually 2". Give the requests of the window and as many earlier days as are at hand (two weeks are used).
 * Strongest growth first. Pure; the order of the input does not matter.
 */
export function clusterRequests(requests: readonly ClusterableRequest[], options: ClusterOptions): RequestCluster[] {
  const { now, windowMs = hourMs, countMin = countMinDefault, similarityMin = similarityMinDefault } = options
  const sorted = requests.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const terms = sorted.map(({ text }) => termsOf(text))
  const rarity = rarityOf(terms)
  const members = sorted.map((request, at): Member => ({ request, vector: vectorOf(terms[at] ?? new Map(), rarity) }))
  const recent = members.filter(({ request, vector }) => now - request.at < windowMs && vector.size > 0)
  const earlier = members.filter(({ request }) => now - request.at >= windowMs)
  return group(recent, similarityMin)
    .filter((candidate) => candidate.members.length >= countMin)
    .map((candidate) =>
      describe(candidate, usualOf(unit(candidate.sum), candidate.topic, earlier, now, windowMs, similarityMin)),
    )
    .sort((a, b) => b.growth - a.growth || b.count - a.count || (a.exampleId < b.exampleId ? -1 : 1))
}

function exampleOf(candidate: Group): string {
  const centre = unit(candidate.sum)
  let best = -1
  let id = ''
  for (const { request, vector } of candidate.members) {
    const likeness = cosine(centre, vector)
    if (likeness > best) {
      best = likeness
      id = request.id
    }
  }
  return id
}

function describe(candidate: Group, usual: number | null): RequestCluster {
  const count = candidate.members.length
  return {
    topic: candidate.topic,
    exampleId: exampleOf(candidate),
    ids: candidate.members.map(({ request }) => request.id),
    count,
    usual,
    growth: count / Math.max(1, usual ?? 1),
  }
}

/** A question many clients ask, worth an answer of its own. */
export type FaqCandidate = {
  readonly topic: string
  readonly exampleId: string
  readonly ids: readonly string[]
  readonly count: number
  readonly known: number
}

/** From this similarity to an existing answer's question on, the question counts as answered. */
const knownFrom = 0.45
const faqCountMin = 5

/**
 * Questions asked often and not yet covered: groups the questions given (a month of them, say) and leaves out groups near a
 * known question. Most asked first. `known` is the similarity to the nearest known question, 0..1.
 */
export function findFaqCandidates(
  questions: readonly ClusterableRequest[],
  knownQuestions: readonly string[],
  options: { readonly countMin?: number; readonly similarityMin?: number } = {},
): FaqCandidate[] {
  const { countMin = faqCountMin, similarityMin = similarityMinDefault } = options
  const sorted = [...questions].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const knownTerms = knownQuestions.map(termsOf)
  const terms = sorted.map(({ text }) => termsOf(text))
  const rarity = rarityOf([...terms, ...knownTerms])
  const known = knownTerms.map((counted) => vectorOf(counted, rarity))
  const members = sorted.map((request, at): Member => ({ request, vector: vectorOf(terms[at] ?? new Map(), rarity) }))
  return group(
    members.filter(({ vector }) => vector.size > 0),
    similarityMin,
  )
    .filter((candidate) => candidate.members.length >= countMin)
    .map((candidate) => {
      const centre = unit(candidate.sum)
      const nearest = known.reduce((most, vector) => Math.max(most, cosine(centre, vector)), 0)
      const { topic, exampleId, ids, count } = describe(candidate, null)
      return { topic, exampleId, ids, count, known: nearest }
    })
    .filter((candidate) => candidate.known < knownFrom)
    .sort((a, b) => b.count - a.count || (a.exampleId < b.exampleId ? -1 : 1))
}
