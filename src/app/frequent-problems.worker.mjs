// A thread does not inherit the loader that lets this program run from its TypeScript sources; this entry brings it along.
import { register } from 'tsx/esm/api'

register()
await import('./frequent-problems.worker.ts')
