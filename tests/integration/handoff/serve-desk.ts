/** The console's own API over a bank of the tests, and how somebody comes to it: cookie, CSRF token, origin. */
import { createDesk, type Insights } from '#desk'
import { newId, type OperatorId } from '#kernel'
import { buildServer, ctxOfRequest, type HttpServer, isSameOrigin, loadConfig, sessionCookieName } from '#platform'
import { changePassword, signIn } from '#staff'
import { noChannelAccounts } from '../../support/no-channel-accounts.ts'
import { noEdges } from '../../support/no-edges.ts'
import type { Bank } from './bank.ts'

export async function serveDesk(bank: Bank): Promise<HttpServer> {
  const config = loadConfig({})
  const server = await buildServer(bank.ctx, config, { version: '1.0.0' })
  createDesk(server, {
    ctx: bank.ctx,
    ctxFor: (request) => ctxOfRequest(bank.ctx, request),
    isOwnOrigin: (request) => isSameOrigin(request, config),
    sessionCookie: sessionCookieName(false),
    isSecure: false,
    sessionMaxAgeSeconds: 36_000,
    insights: { classifier: {} } as Insights, // nobody asks the classifier here
    channelAccounts: noChannelAccounts,
    edges: noEdges,
  })
  await server.ready()
  return server
}

/** The headers of somebody signed in, their first password changed as it must be. */
export async function signedIn(bank: Bank, person: { id: OperatorId; login: string; password: string }) {
  const password = newId()
  await changePassword(bank.ctx, { operatorId: person.id, currentPassword: person.password, newPassword: password })
  const { token, session } = await signIn(bank.ctx, { login: person.login, password })
  return {
    cookie: `${sessionCookieName(false)}=${token}`,
    host: '127.0.0.1',
    origin: 'http://127.0.0.1',
    'x-csrf-token': session.csrfToken,
  }
}
