/** `npm run reset-password -- <login>`: a new first password for a member of staff; their open sessions end. */
import { randomBytes } from 'node:crypto'
import { environment, loadConfig, startPlatform } from '#platform'
import { listOperators, resetPassword } from '#staff'

const login = process.argv[2]
if (!login) {
  console.error('usage: npm run reset-password -- <login>')
  process.exit(2)
}
const platform = await startPlatform(loadConfig(environment()), (line) => console.log(line))
const operator = (await listOperators(platform.ctx)).find((one) => one.login === login)
if (operator) {
  const password = randomBytes(12).toString('base64url')
  await resetPassword(platform.ctx, operator.id, password)
  console.log(`${login}: ${password} (to be changed at the next sign-in)`)
} else console.error(`there is nobody with the login ${login}`)
await platform.close()
process.exit(operator ? 0 : 1)
