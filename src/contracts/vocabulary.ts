/**
 * The closed vocabularies of the product. Every screen, table, frame and report uses these words;
 * a value that is not here does not exist. The meaning of each word is in docs/glossary.md.
 */
import { z } from 'zod'

export const requestTypes = ['complaint', 'question', 'information_request', 'suggestion', 'other', 'unsorted'] as const
/** `unsorted`: the classifier abstained (or there was no text) and a person decides. */
export type RequestType = (typeof requestTypes)[number]
export const RequestType = z.enum(requestTypes)

/** What the classifier may answer: `unsorted` is not an opinion but its absence. */
export const opinionTypes = ['complaint', 'question', 'information_request', 'suggestion', 'other'] as const
export type OpinionType = (typeof opinionTypes)[number]
export const OpinionType = z.enum(opinionTypes)

/** From most to least pressing; the order of this list is the order of the queue. */
export const priorities = ['urgent', 'high', 'normal', 'low'] as const
export type Priority = (typeof priorities)[number]
export const Priority = z.enum(priorities)

/** The four texts of every template and the languages of every screen; the first is the default. */
export const languages = ['uz-Latn', 'uz-Cyrl', 'ru', 'en'] as const
export type Language = (typeof languages)[number]
export const Language = z.enum(languages)
export const defaultLanguage: Language = 'uz-Latn'

/** What a text can be recognised as; `kaa` (Karakalpak) always goes to a person. */
export const detectedLanguages = ['uz-Latn', 'uz-Cyrl', 'ru', 'en', 'kaa', 'mixed', 'unknown'] as const
export type DetectedLanguage = (typeof detectedLanguages)[number]
export const DetectedLanguage = z.enum(detectedLanguages)

export const scripts = ['latin', 'cyrillic', 'mixed', 'none'] as const
export type Script = (typeof scripts)[number]
export const Script = z.enum(scripts)

export const channelKinds = ['telegram', 'webchat', 'instagram', 'messenger', 'facebook', 'whatsapp', 'vk'] as const
export type ChannelKind = (typeof channelKinds)[number]
export const ChannelKind = z.enum(channelKinds)

export const visibilities = ['private', 'public'] as const
export type Visibility = (typeof visibilities)[number]
export const Visibility = z.enum(visibilities)

/** Topic codes of the seeded tree; the tree itself is editable data, so a topic on the wire is any code. */
export const topicCodes = [
  'fraud',
  'card_block',
  'atm',
  'p2p',
  'auto_debit',
  'dispute',
  'app_login',
  'myid',
  'sms_inform',
  'credit',
  'microloan',
  'deposit',
  'fx',
  'tokenization',
  'statement',
  'account',
  'card_issue',
  'branch',
  'tariff',
  'promo',
  'staff',
  'service',
  'complaint_status',
  'general',
] as const
export type TopicCode = (typeof topicCodes)[number]
export const TopicCode = z.string().min(1).max(40)

export const holderKinds = ['bot', 'queue', 'operator'] as const
export type HolderKind = (typeof holderKinds)[number]
export const HolderKind = z.enum(holderKinds)

/** `waiting_client` is a pause with a reason; `closed` has an outcome. */
export const requestStatuses = ['open', 'waiting_client', 'closed'] as const
export type RequestStatus = (typeof requestStatuses)[number]
export const RequestStatus = z.enum(requestStatuses)

export const outcomes = [
  'resolved',
  'answered',
  'redirected',
  'refused',
  'no_reply_needed',
  'client_silent',
  'duplicate',
  'spam',
] as const
export type Outcome = (typeof outcomes)[number]
export const Outcome = z.enum(outcomes)

export const pauseReasons = ['waiting_client_answer', 'waiting_client_document', 'waiting_client_visit'] as const
export type PauseReason = (typeof pauseReasons)[number]
export const PauseReason = z.enum(pauseReasons)

export const clockKinds = ['first_response', 'next_response', 'resolution', 'statutory'] as const
export type ClockKind = (typeof clockKinds)[number]
export const ClockKind = z.enum(clockKinds)

/** `cancelled`: the matter ended without the promise applying (merged, no reply needed); never counted as met. */
export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const
export type ClockState = (typeof clockStates)[number]
export const ClockState = z.enum(clockStates)

export const deliveryStates = ['pending', 'sending', 'sent', 'delivered', 'read', 'failed', 'unconfirmed'] as const
export type DeliveryState = (typeof deliveryStates)[number]
export const DeliveryState = z.enum(deliveryStates)

export const messageKinds = [
  'text',
  'photo',
  'document',
  'voice',
  'audio',
  'video',
  'sticker',
  'location',
  'contact',
  'button',
  'album',
  'service',
  'unknown',
] as const
export type MessageKind = (typeof messageKinds)[number]
export const MessageKind = z.enum(messageKinds)

export const authorKinds = ['client', 'bot', 'operator', 'system'] as const
export type AuthorKind = (typeof authorKinds)[number]
export const AuthorKind = z.enum(authorKinds)

export const presenceStates = ['online', 'away', 'offline'] as const
export type PresenceState = (typeof presenceStates)[number]
export const PresenceState = z.enum(presenceStates)

export const roles = ['operator', 'mentor', 'quality', 'supervisor', 'manager', 'compliance', 'administrator'] as const
export type Role = (typeof roles)[number]
export const Role = z.enum(roles)
