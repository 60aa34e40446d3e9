import type { Fact } from '#platform'
import { maySee, type Viewer } from './audience.ts'

/** Where a request was before a round of facts: whoever saw it there and sees it no longer is told that it is gone. */
export type LeftPlace = {
  readonly departmentIds: Set<string>
  readonly operatorIds: Set<string>
  /** Topics it had where the fact does not say its department. */
  readonly topics: Set<string>
}

type Said = { readonly requestId: string; readonly department?: string; readonly operator?: string; readonly topic?: string }

/** What a fact says of the place that was left; null where none was. */
function saidBy({ data }: Fact): Said | null {
  const text = (key: string) => {
    const value = (data as Readonly<Record<string, unknown>> | null)?.[key]
    return typeof value === 'string' ? value : undefined
  }
  const requestId = text('requestId')
  const [department, operator, was] = [text('fromDepartmentId'), text('fromOperatorId'), text('previousTopic')]
  const topic = department === undefined && was !== text('topic') ? was : undefined
  if (requestId === undefined || (department ?? operator ?? topic) === undefined) return null
  return { requestId, ...(department && { department }), ...(operator && { operator }), ...(topic && { topic }) }
}

/** By request id; only those that may have left a place. */
export function leftPlaces(facts: readonly Fact[]): ReadonlyMap<string, LeftPlace> {
  const left = new Map<string, LeftPlace>()
  for (const fact of facts) {
    const said = saidBy(fact)
    if (said === null) continue
    const place = left.get(said.requestId) ?? { departmentIds: new Set(), operatorIds: new Set(), topics: new Set() }
    left.set(said.requestId, place)
    if (said.department) place.departmentIds.add(said.department)
    if (said.operator) place.operatorIds.add(said.operator)
    if (said.topic) place.topics.add(said.topic)
  }
  return left
}

/** @param departmentOfTopic where matters of a topic go. */
export function sawItThere(viewer: Viewer, left: LeftPlace, departmentOfTopic: ReadonlyMap<string, string>): boolean {
  const departments = [...left.departmentIds, ...[...left.topics].flatMap((topic) => departmentOfTopic.get(topic) ?? [])]
  return (
    left.operatorIds.has(viewer.operatorId) ||
    departments.some((departmentId) => maySee(viewer, { departmentId, holderOperatorId: null }))
  )
}
