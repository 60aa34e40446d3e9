/** `npm run reseal`: seals every original with the newest key; afterwards the keys before it are needless. */
import { sealKeyOf } from '../src/app/seal-key.ts'
import { resealTexts } from '../src/inbox/index.ts'
import { environment, loadConfig, startPlatform } from '../src/platform/index.ts'

const config = loadConfig(environment())
const platform = await startPlatform(config, (line) => console.log(line))
const count = await resealTexts(platform.ctx, sealKeyOf(config, platform.dataDirectory))
console.log(`${count} texts sealed with the newest key`)
await platform.close()
process.exit(0)
