import { ConfigError, loadConfig } from '../config/load.ts'
import { type Config, settings } from '../config/schema.ts'
import { type Finding, fault, warning, well } from './finding.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The families of our settings: a variable that begins like one and is none is most likely a slip of the pen. */
const families = /^(?:TELEGRAM|META|WIDGET|S3|SEAL|CLAMD|METRICS|TRUST|PUBLIC|DATABASE|REDIS)_/
/** Set by other programs on the same machine, and none of ours. */
const mostHints = 10

/** What is said of the settings, and the settings themselves where they can be used at all. */
export function checkConfiguration(env: Environment): { readonly findings: Finding[]; readonly config: Config | null } {
  const findings = unknownNames(env).map((name) =>
    warning('configuration', `${name} is no setting of this program`, nearestTo(name)),
  )
  try {
    const config = loadConfig(env)
    findings.push(...judge(config))
    if (findings.length === 0) findings.push(well('configuration', 'every setting can be used'))
    return { findings, config }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const faults = error.faults.map((says) => fault('configuration', says, 'Mend it; .env.example explains every setting.'))
    return { findings: [...faults, ...findings], config: null }
  }
}

const unknownNames = (env: Environment) =>
  Object.keys(env)
    .filter((name) => families.test(name) && !Object.hasOwn(settings, name))
    .sort()
    .slice(0, mostHints)

function nearestTo(name: string): string {
  const [family] = name.split('_')
  const kin = Object.keys(settings).filter((one) => one.startsWith(`${family}_`))
  return kin.length === 0 ? 'Remove it.' : `Remove it, or did you mean one of ${kin.join(', ')}?`
}

/** What can be used and is unwise all the same. */
function judge(config: Config): Finding[] {
  const findings: Finding[] = []
  const say = (says: string, todo: string) => findings.push(warning('configuration', says, todo))
  const isOpen = !['127.0.0.1', 'localhost', '::1'].includes(config.HOST)
  if (isOpen && !config.PUBLIC_URL?.startsWith('https://'))
    say(
      'the program listens to the network and PUBLIC_URL is no https address, so that sign-ins and cookies travel openly',
      'Put a proxy with TLS before it (ops/nginx.conf) and set PUBLIC_URL to its address.',
    )
  if (config.PUBLIC_URL !== undefined && config.TRUST_PROXY.length === 0 && !isOpen)
    say(
      'TRUST_PROXY is empty, so every client looks like the proxy and shares its limits',
      'Set TRUST_PROXY to the address of the proxy.',
    )
  if (config.DATABASE_URL && config.SEAL_KEY === undefined)
    say(
      'SEAL_KEY is not set: the key that opens masked originals lies in DATA_DIR of each process, and a second machine makes its own',
      'Set SEAL_KEY to the content of DATA_DIR/seal.key, the same for every process, and keep a copy apart from the backups.',
    )
  if (config.DATABASE_URL && config.DEMO === 'on')
    say('the demonstration is on over a real database', 'Set DEMO=off unless this is a trial.')
  return findings
}
