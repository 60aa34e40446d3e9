/** A bank whose accounts live in a Meta of the test's own: what the browser stories about channels share. */
import pg from 'pg'
import type { MetaEmulator } from '#bots'
import type { RequestDetail, RequestSummary } from '#contracts'
import { type RunningHub, type StaffSession, until } from '../support/index.ts'
import { type Desk, requestOf, withinMs } from './stage.ts'

/** No demonstration, so that no account is there before somebody sets it up. */
export const bankOf = (emulator: MetaEmulator) => ({
  DEMO: 'off',
  META_GRAPH_ROOT: emulator.url,
  META_INSTAGRAM_ROOT: emulator.url,
})

export type Held = { readonly hub: RunningHub; readonly manager: StaffSession; readonly supervisor: StaffSession }

/** The request of this client, in the hands of this member of staff and open on their screen. */
export async function heldBy(bank: Held, desk: Desk, name: string): Promise<RequestSummary> {
  const { hub, manager, supervisor } = bank
  const request = await requestOf(manager, (one) => one.contactName.toLowerCase().startsWith(name.toLowerCase()))
  const act = (step: string, body: object) => supervisor.send('POST', `/api/requests/${request.id}/${step}`, body)
  const isHeld = async () => {
    const { request: now } = await manager.get<RequestDetail>(`/api/requests/${request.id}`)
    if (now.holderOperatorId === desk.session.operatorId) return true
    if (now.holderOperatorId !== supervisor.operatorId) await act('take', {})
    else await act('transfer', { to: { operatorId: desk.session.operatorId } })
    return false
  }
  await until(isHeld, { withinMs, what: `${name}'s request with its holder` })
  await desk.page.goto(`${hub.base}/#/all_open/${request.id}`)
  await desk.page.locator('.composer-area textarea').waitFor()
  return request
}

/** Two accounts of one person on two channels, as a proof would make them one contact. */
export async function makeOnePerson(hub: RunningHub, contactId: string, otherContactId: string): Promise<void> {
  const client = new pg.Client({ connectionString: hub.databaseUrl() })
  await client.connect()
  try {
    await client.query('UPDATE identity SET contact_id = $1 WHERE contact_id = $2', [contactId, otherContactId])
    await client.query('UPDATE request SET contact_id = $1 WHERE contact_id = $2', [contactId, otherContactId])
  } finally {
    await client.end()
  }
}
