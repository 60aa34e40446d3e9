/**
 * The program without any room, in a process of its own, for tests that kill it. It states a fact as fast as it can and
 * prints the number of each one that was acknowledged; DIGEST=hang makes its subscriber never finish.
 */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  type App,
  type Ctx,
  defineEvent,
  defineSubscriber,
  environment,
  inTransaction,
  loadConfig,
  publish,
  runProgram,
  sayWhyNot,
} from '#platform'

const ticked = defineEvent('clock.ticked', 1, z.object({ number: z.number() }))
const print = (line: string) => void process.stdout.write(`${line}\n`)
let isWriting = process.env['WRITE'] === 'on'
const isHanging = process.env['DIGEST'] === 'hang'

async function write(ctx: Ctx): Promise<void> {
  for (let number = 1; isWriting; number++) {
    await inTransaction(ctx, (tx) => publish(tx, ctx, ticked, randomUUID(), { number }))
    print(`acknowledged ${number}`)
  }
}

const app: App = {
  work: {
    jobs: [],
    sweeps: [],
    subscribers: [
      defineSubscriber({
        name: 'clock.listen',
        events: ['clock.ticked'],
        handle: async (_ctx, facts) => {
          print(`heard ${facts.map((fact) => (fact.data as { number: number }).number).join(',')}`)
          if (isHanging) await new Promise(() => undefined)
        },
      }),
    ],
  },
  addRoutes: (server) => {
    server.get('/slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      return { done: true }
    })
  },
}

try {
  const running = await runProgram(loadConfig(environment()), async () => app, {
    version: '0',
    webDirectory: 'none',
    say: print,
  })
  const written = write(running.ctx)
  process.once('SIGTERM', () => {
    isWriting = false
    void written
      .then(() => running.stop())
      .then(() => {
        print('stopped')
        process.exit(0)
      })
  })
  print(`ready ${running.base}`)
  await written
} catch (error) {
  print(`failed ${sayWhyNot(error) ?? String(error)}`)
  process.exit(1)
}
