import { createInstagramChannel, type MetaEmulator } from '#bots'
import { channelContract } from './channel-contract.ts'
import { messagingDriver } from './messaging-driver.ts'
import { openMeta } from './meta-driver.ts'

channelContract('instagram', true, async () => {
  const credentials = ({ accounts }: MetaEmulator) => accounts.instagram
  const externalId = ({ accounts }: MetaEmulator) => accounts.instagram.accountId
  const meta = await openMeta({ kind: 'instagram', externalId, credentials, create: createInstagramChannel })
  return messagingDriver(meta, 'instagram', '17900000000000921')
})
