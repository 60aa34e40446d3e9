/** How free an operator's words are, per channel and per topic; settings rows, so that a bank changes it while it runs. */

import { z } from 'zod'
import {
  type ChannelKind,
  ComposerMode,
  type ComposerModeInput,
  type ComposerModes,
  channelKinds,
  composerModes,
  type Visibility,
} from '#contracts'
import { AppError } from '#kernel'
import { type Ctx, readSetting, writeSetting } from '#platform'
import { actingOperator } from '../acting/acting-operator.ts'
import { selectTopics } from '../handoff.store.ts'

/** A third of the words: what is left is hardly what was approved. */
const defaultEditLimit = 0.3
const limitKey = 'composer.edit_limit'
const publicKey = 'composer.public'
/** What everybody can read begins as approved words until the bank decides otherwise; what is changed in them a second person reads. */
const defaultPublicMode: ComposerMode = 'difference'
const keyOf = (scope: 'channel' | 'topic', value: string) => `composer.${scope}.${value}`

const modeAt = async (ctx: Ctx, scope: 'channel' | 'topic', value: string): Promise<ComposerMode> =>
  (await readSetting(ctx, keyOf(scope, value), ComposerMode)) ?? 'free'

const readPublicMode = async (ctx: Ctx): Promise<ComposerMode> =>
  (await readSetting(ctx, publicKey, ComposerMode)) ?? defaultPublicMode

/** The strictest of what the channel, the topic and the place among other people ask for. */
export async function composerModeFor(
  ctx: Ctx,
  place: { channel: ChannelKind; topic: string; visibility: Visibility },
): Promise<ComposerMode> {
  const modes = await Promise.all([
    modeAt(ctx, 'channel', place.channel),
    modeAt(ctx, 'topic', place.topic),
    place.visibility === 'public' ? readPublicMode(ctx) : ('free' as const),
  ])
  return composerModes[Math.max(...modes.map((mode) => composerModes.indexOf(mode)))] ?? 'free'
}

/** The share of changed words (0..1) above which an edit goes beyond its template. */
export async function readEditLimit(ctx: Ctx): Promise<number> {
  return (await readSetting(ctx, limitKey, z.number().min(0).max(1))) ?? defaultEditLimit
}

/** The channels and topics that are not `free`, the mode in public, and the limit. @throws permission.missing */
export async function readComposerModes(ctx: Ctx): Promise<ComposerModes> {
  actingOperator(ctx, 'templates.read')
  const topicCodes = (await selectTopics(ctx.db)).map(({ code }) => code)
  const [channels, topics, publicMode, editLimit] = await Promise.all([
    Promise.all(channelKinds.map(async (channel) => ({ channel, mode: await modeAt(ctx, 'channel', channel) }))),
    Promise.all(topicCodes.map(async (topic) => ({ topic, mode: await modeAt(ctx, 'topic', topic) }))),
    readPublicMode(ctx),
    readEditLimit(ctx),
  ])
  const isSet = ({ mode }: { mode: ComposerMode }) => mode !== 'free'
  return { channels: channels.filter(isSet), topics: topics.filter(isSet), publicMode, editLimit }
}

/** In force for the next reply of everybody. @throws permission.missing, input.invalid for a topic that is not in the tree */
export async function changeComposerMode(ctx: Ctx, change: ComposerModeInput): Promise<void> {
  actingOperator(ctx, 'settings.edit')
  if ('editLimit' in change) return writeSetting(ctx, limitKey, change.editLimit)
  if ('publicMode' in change) return writeSetting(ctx, publicKey, change.publicMode)
  if ('channel' in change) return writeSetting(ctx, keyOf('channel', change.channel), change.mode)
  const isKnown = (await selectTopics(ctx.db)).some(({ code }) => code === change.topic)
  if (!isKnown) throw new AppError('input.invalid', { first: 'topic' })
  return writeSetting(ctx, keyOf('topic', change.topic), change.mode)
}
