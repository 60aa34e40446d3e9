import { createMessengerChannel, type MetaEmulator } from '#bots'
import { channelContract } from './channel-contract.ts'
import { messagingDriver } from './messaging-driver.ts'
import { openMeta } from './meta-driver.ts'

channelContract('messenger', true, async () => {
  const credentials = ({ accounts }: MetaEmulator) => accounts.page
  const externalId = ({ accounts }: MetaEmulator) => accounts.page.pageId
  const meta = await openMeta({ kind: 'messenger', externalId, credentials, create: createMessengerChannel })
  return messagingDriver(meta, 'messenger', '7100000000000000923')
})
