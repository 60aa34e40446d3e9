/** What each kind of account asks for; the hub checks the same with the vendor. */
import { type ChannelKind, channelKinds } from '#contracts'

export type Field = {
  readonly name: string
  /** Never shown back and not remembered by the browser. */
  readonly isSecret: boolean
  readonly isOptional: boolean
}

const plain = (name: string): Field => ({ name, isSecret: false, isOptional: false })
const secret = (name: string): Field => ({ name, isSecret: true, isOptional: false })
const optional = (name: string): Field => ({ name, isSecret: false, isOptional: true })

const ofPage: readonly Field[] = [plain('pageId'), secret('accessToken'), secret('appSecret')]

/** Kinds that are not here are set up in the configuration. */
export const fieldsOf: Readonly<Partial<Record<ChannelKind, readonly Field[]>>> = {
  instagram: [plain('accountId'), secret('accessToken'), secret('appSecret'), optional('pageId')],
  messenger: ofPage,
  facebook: ofPage,
  whatsapp: [plain('phoneNumberId'), plain('businessAccountId'), secret('accessToken'), secret('appSecret')],
}

export const canSetUp = (kind: ChannelKind): boolean => fieldsOf[kind] !== undefined
export const kindsToSetUp: readonly ChannelKind[] = channelKinds.filter(canSetUp)

/** What was typed, without spaces around it and without what was left empty. */
export function givenCredentials(kind: ChannelKind, typed: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = (fieldsOf[kind] ?? []).map(({ name }) => [name, (typed[name] ?? '').trim()] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}

/** Whether nothing the kind needs is missing. */
export function isWhole(kind: ChannelKind, typed: Readonly<Record<string, string>>): boolean {
  const given = givenCredentials(kind, typed)
  return (fieldsOf[kind] ?? []).every(({ name, isOptional }) => isOptional || given[name] !== undefined)
}
