/** `npm run reseal`: seals every original and every authenticator with the newest key; afterwards the keys before it are needless. */
import { sealKeyOf } from '../src/app/seal-key.ts'
import { resealTexts } from '../src/inbox/index.ts'
import { environment, loadConfig, startPlatform } from '../src/platform/index.ts'
import { resealFactors } from '../src/staff/index.ts'

const config = loadConfig(environment())
const platform = await startPlatform(config, (line) => console.log(line))
const key = sealKeyOf(config, platform.dataDirectory)
const texts = await resealTexts(platform.ctx, key)
const factors = await resealFactors(platform.ctx, key)
console.log(`${texts} texts and ${factors} authenticators sealed with the newest key`)
await platform.close()
process.exit(0)
