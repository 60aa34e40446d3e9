/** Meta as a vendor: four kinds of accounts behind one address. */
import { type MetaEmulator, startMetaEmulator } from '../meta-emulator/index.ts'
import { fieldsOf, type Vendor, type VendorEmulator } from '../vendor.ts'
import { checkCredentials, credentialsOf, isMetaKind, metaKinds } from './check-credentials.ts'
import { createMetaHub, metaWebhookPath } from './meta-hub.ts'
import { createMetaAccountChannel } from './open-account.ts'

function emulated(emulator: MetaEmulator): VendorEmulator {
  const { instagram, page, whatsapp } = emulator.accounts
  return {
    url: emulator.url,
    accounts: [
      { kind: 'instagram', externalId: instagram.accountId, credentials: { ...instagram } },
      { kind: 'messenger', externalId: page.pageId, credentials: { ...page } },
      { kind: 'facebook', externalId: page.pageId, credentials: { ...page } },
      { kind: 'whatsapp', externalId: whatsapp.phoneNumberId, credentials: { ...whatsapp } },
    ],
    peopleChannels: ['instagram', 'instagram-comment', 'messenger', 'facebook-comment', 'whatsapp'],
    connect: (base) => emulator.connect(`${base}${metaWebhookPath}`),
    stop: () => emulator.stop(),
  }
}

export const metaVendor: Vendor = {
  name: 'meta',
  kinds: metaKinds.map((kind) => ({
    kind,
    visibility: kind === 'facebook' ? 'public' : 'private',
    credentials: fieldsOf(credentialsOf[kind]),
  })),
  createAccounts({ config, verifyToken, emulator }) {
    const roots = {
      facebook: emulator?.url ?? config.META_GRAPH_ROOT,
      instagram: emulator?.url ?? config.META_INSTAGRAM_ROOT,
    }
    const hub = createMetaHub(verifyToken)
    const webhookUrl = config.PUBLIC_URL === undefined ? {} : { webhookUrl: `${config.PUBLIC_URL}${metaWebhookPath}` }
    return {
      webhook: { path: metaWebhookPath, verifyToken },
      check: async (kind, credentials) =>
        isMetaKind(kind) ? checkCredentials(kind, credentials, roots) : { ok: false, reason: 'malformed' },
      open: (input) => createMetaAccountChannel({ ...input, ...webhookUrl, roots, hub }),
      forget: hub.remove,
      addRoutes: hub.addRoutes,
    }
  },
  startEmulator: async (options) => emulated(await startMetaEmulator(options)),
}
