import type { DeskDeps } from '#desk'
import { secondMs } from '#kernel'
import { type Config, createOidcClient, isSameOrigin, sessionCookieName } from '#platform'
import { sessionLongestMs } from '#staff'

type SessionDoor = Pick<
  DeskDeps,
  'isOwnOrigin' | 'sessionCookie' | 'isSecure' | 'sessionMaxAgeSeconds' | 'singleSignOn' | 'screensPerPerson'
>

/** How staff get in: cookies as strict as the address allows, and the bank's own sign-in where one is configured. */
export function sessionDoor(config: Config): SessionDoor {
  const isSecure = config.PUBLIC_URL?.startsWith('https://') ?? false
  return {
    isOwnOrigin: (request) => isSameOrigin(request, config),
    sessionCookie: sessionCookieName(isSecure),
    isSecure,
    sessionMaxAgeSeconds: sessionLongestMs / secondMs,
    singleSignOn: singleSignOn(config),
    screensPerPerson: config.SCREENS_PER_PERSON,
  }
}

/** The configuration has been checked to be whole. */
function singleSignOn(config: Config): SessionDoor['singleSignOn'] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, PUBLIC_URL: publicUrl } = config
  if (!(issuer && clientId && clientSecret && publicUrl)) return undefined
  const redirectUri = `${publicUrl}/api/session/oidc/callback`
  const client = createOidcClient({ issuer, clientId, clientSecret: clientSecret.reveal(), redirectUri })
  return { client, label: config.OIDC_LABEL }
}
