/** VK as a vendor: communities, set up in the console. */
import { AppError } from '#kernel'
import { type CheckedCredentials, type CredentialsRefusal, fieldsOf, type Vendor, type VendorEmulator } from '../vendor.ts'
import { startVkEmulator, type VkEmulator, vkPeopleChannels } from '../vk-emulator/index.ts'
import { createVkHub, vkCallbackPath } from './callback-hub.ts'
import { meaningOf } from './map-failure.ts'
import { createVkApi, type VkFailure } from './vk-api.ts'
import { askOwnGroup, createVkChannel, VkCredentials } from './vk-channel.ts'

/** The same API answers under vk.ru. */
const apiRoot = 'https://api.vk.com'

function refusalOf(failure: VkFailure): CredentialsRefusal {
  if (failure.kind !== 'refused') return 'vendor_away'
  const { outcome, alarm } = meaningOf(failure)
  if (alarm === 'token_refused' || alarm === 'permission_missing') return alarm
  return outcome.state === 'failed' ? 'token_refused' : 'vendor_away'
}

/** Whether the token is of the community that is named. Never throws and changes nothing at VK. */
async function checkVkCredentials(given: unknown, root: string): Promise<CheckedCredentials> {
  const credentials = VkCredentials.safeParse(given).data
  if (credentials === undefined) return { ok: false, reason: 'malformed' }
  const answer = await askOwnGroup(createVkApi({ root, token: credentials.accessToken }))
  if (!answer.ok) return { ok: false, reason: refusalOf(answer.failure) }
  const { id, name } = answer.body
  return id === credentials.groupId ? { ok: true, externalId: id, name } : { ok: false, reason: 'other_account' }
}

function emulated(emulator: VkEmulator): VendorEmulator {
  const { group } = emulator.state
  return {
    url: emulator.url,
    accounts: [{ kind: 'vk', externalId: group.groupId, credentials: { ...group } }],
    peopleChannels: vkPeopleChannels,
    connect: (base) => emulator.connect(`${base}${vkCallbackPath}`),
    stop: () => emulator.stop(),
  }
}

export const vkVendor: Vendor = {
  name: 'vk',
  kinds: [{ kind: 'vk', visibility: 'private', credentials: fieldsOf(VkCredentials) }],
  createAccounts({ config, emulator }) {
    const root = emulator?.url ?? apiRoot
    const hub = createVkHub()
    const webhookUrl = config.PUBLIC_URL === undefined ? {} : { webhookUrl: `${config.PUBLIC_URL}${vkCallbackPath}` }
    return {
      webhook: { path: vkCallbackPath, verifyToken: null },
      check: (_kind, credentials) => checkVkCredentials(credentials, root),
      open({ credentials, ...input }) {
        const parsed = VkCredentials.safeParse(credentials).data
        if (parsed === undefined) throw new AppError('channel.not_configured', { setting: 'vk credentials' })
        return createVkChannel({ ...input, ...webhookUrl, credentials: parsed, root, hub })
      },
      forget: hub.remove,
      addRoutes: hub.addRoutes,
    }
  },
  startEmulator: async (options) => emulated(await startVkEmulator(options)),
}
