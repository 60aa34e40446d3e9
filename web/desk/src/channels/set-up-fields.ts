/** What a kind of account asks for, by the hub's own description of it; the hub checks the same with the vendor. */
import type { KindToSetUp } from '#contracts'

type Described = Pick<KindToSetUp, 'credentials'>
type Typed = Readonly<Record<string, string>>

/** What was typed for this kind, without spaces around it and without what was left empty. */
export function givenCredentials({ credentials }: Described, typed: Typed): Record<string, string> {
  const pairs = credentials.map(({ name }) => [name, (typed[name] ?? '').trim()] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}

/** Whether nothing the kind needs is missing. */
export function isWhole(described: Described, typed: Typed): boolean {
  const given = givenCredentials(described, typed)
  return described.credentials.every(({ name, isRequired }) => !isRequired || given[name] !== undefined)
}
