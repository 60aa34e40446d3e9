/**
 * The bank's own sign-in by OpenID Connect: authorization code with PKCE, state and nonce. What of a flow must outlive the way to the
 * issuer and back (`OidcFlow`) is kept by the caller where only this browser has it.
 */
import * as oidc from 'openid-client'
import { AppError, hourMs } from '#kernel'

export type OidcOptions = {
  /** Its discovery document is asked for at the first use, so that the program starts without it. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Where the issuer sends the browser back to, registered there. */
  readonly redirectUri: string
}

export type OidcFlow = { readonly state: string; readonly nonce: string; readonly verifier: string }

export type OidcPerson = {
  readonly issuer: string
  readonly subject: string
  /** Only where the issuer says that it has verified it. */
  readonly verifiedEmail: string | null
  /** The issuer asked for more than a password (RFC 8176, `mfa`). */
  readonly hadSecondStep: boolean
}

export type OidcClient = {
  /** @param again the person must sign in anew there, whatever session they have. @throws oidc.unavailable */
  start(again: boolean): Promise<{ address: string; flow: OidcFlow }>
  /** @param query of the address the browser came back with. @throws oidc.refused, oidc.unavailable */
  finish(query: URLSearchParams, flow: OidcFlow, again: boolean): Promise<OidcPerson>
}

const timeoutSeconds = 10
/** An issuer changes its keys and addresses seldom; its document is read anew after this. */
const keepDocumentMs = hourMs
/** Signing in anew was just now: with the way back and two clocks a minute apart. */
const againWithinSeconds = 60

export function createOidcClient(options: OidcOptions): OidcClient {
  let known: { at: number; configuration: Promise<oidc.Configuration> } | null = null
  const configuration = (): Promise<oidc.Configuration> => {
    if (known === null || Date.now() - known.at > keepDocumentMs) {
      const asked = discover(options)
      asked.catch(() => {
        known = null // the next one asks again
      })
      known = { at: Date.now(), configuration: asked }
    }
    return known.configuration
  }

  return {
    async start(again) {
      const found = await configuration()
      const flow = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() }
      const address = oidc.buildAuthorizationUrl(found, {
        redirect_uri: options.redirectUri,
        scope: 'openid email',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        ...(again && { prompt: 'login', max_age: '0' }),
      })
      return { address: address.href, flow }
    },

    async finish(query, flow, again) {
      const found = await configuration()
      const back = new URL(options.redirectUri)
      back.search = query.toString()
      try {
        const tokens = await oidc.authorizationCodeGrant(found, back, {
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          pkceCodeVerifier: flow.verifier,
          idTokenExpected: true,
          ...(again && { maxAge: againWithinSeconds }),
        })
        const claims = tokens.claims()
        if (claims === undefined) throw new Error('no ID token')
        const told = claims['email'] === undefined ? await oidc.fetchUserInfo(found, tokens.access_token, claims.sub) : claims
        return {
          issuer: claims.iss,
          subject: claims.sub,
          verifiedEmail: told['email_verified'] === true && typeof told['email'] === 'string' ? told['email'] : null,
          hadSecondStep: Array.isArray(claims['amr']) && claims['amr'].includes('mfa'),
        }
      } catch (error) {
        throw new AppError('oidc.refused', {}, { cause: error })
      }
    },
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcOptions): Promise<oidc.Configuration> {
  const address = new URL(issuer)
  // Plain http only to this machine: tokens do not cross a network in the open.
  const isHere = address.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname)
  try {
    return await oidc.discovery(address, clientId, undefined, oidc.ClientSecretBasic(clientSecret), {
      timeout: timeoutSeconds,
      ...(isHere && { execute: [oidc.allowInsecureRequests] }),
    })
  } catch (error) {
    throw new AppError('oidc.unavailable', {}, { cause: error })
  }
}
