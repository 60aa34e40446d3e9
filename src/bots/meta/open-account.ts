/** The channel of an account of Meta, by its kind. */
import { AppError } from '#kernel'
import type { Channel } from '../channel.ts'
import { createInstagramChannel } from '../instagram/instagram-channel.ts'
import { createFacebookChannel, createMessengerChannel } from '../messenger/messenger-channel.ts'
import { createWhatsAppChannel } from '../whatsapp/whatsapp-channel.ts'
import { credentialsOf, isMetaKind } from './check-credentials.ts'
import type { MetaChannelInput } from './meta-channel.ts'

/** Already listening at the hub. Throws `channel.not_configured` where the credentials are not of its kind. */
export function createMetaAccountChannel(input: MetaChannelInput<unknown>): Channel {
  const { kind } = input.account
  if (!isMetaKind(kind)) throw new AppError('channel.not_configured', { setting: kind })
  const parsed = credentialsOf[kind].safeParse(input.credentials)
  if (!parsed.success) throw new AppError('channel.not_configured', { setting: `${kind} credentials` })
  const { credentials: _, ...rest } = input
  switch (kind) {
    case 'instagram':
      return createInstagramChannel({ ...rest, credentials: credentialsOf.instagram.parse(parsed.data) })
    case 'messenger':
      return createMessengerChannel({ ...rest, credentials: credentialsOf.messenger.parse(parsed.data) })
    case 'facebook':
      return createFacebookChannel({ ...rest, credentials: credentialsOf.facebook.parse(parsed.data) })
    case 'whatsapp':
      return createWhatsAppChannel({ ...rest, credentials: credentialsOf.whatsapp.parse(parsed.data) })
  }
}
