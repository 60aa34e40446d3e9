/** Networks of their own for processes, so that one can be cut off without a word; and a Redis behind a door we can slow down. */
import { execFileSync } from 'node:child_process'
import { createConnection, createServer, type Socket } from 'node:net'

const run = (command: string, ...parameters: string[]) =>
  execFileSync(command, parameters, { stdio: ['ignore', 'pipe', 'pipe'] })

/** Why namespaces cannot be made here; undefined where they can. */
export function whyNoNamespaces(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may make network namespaces'
  try {
    run('ip', 'netns', 'list')
    return undefined
  } catch {
    return 'there is no `ip` command (iproute2)'
  }
}

export type OwnNetwork = {
  readonly launcher: readonly [string, ...string[]]
  /** Where the process listens for the world, and where the world is for it. */
  readonly front: { readonly own: string; readonly world: string }
  /** Where the database and Redis are for it. */
  readonly back: string
  cutBack(): void
  mendBack(): void
  remove(): void
}

/** Two cables: one to whoever calls it, one to its database and queue. */
export function makeNetwork(number: number): OwnNetwork {
  const name = `mj${process.pid % 10_000}n${number}`
  const cable = (side: 'f' | 'b') => {
    // Another run on this machine, or what one left behind, is in another network.
    const subnet = `10.${64 + (process.pid % 128)}.${(side === 'f' ? 10 : 20) + number}`
    const [outside, inside] = [`${name}${side}o`, `${name}${side}i`]
    run('ip', 'link', 'add', outside, 'type', 'veth', 'peer', 'name', inside)
    run('ip', 'link', 'set', inside, 'netns', name)
    run('ip', 'addr', 'add', `${subnet}.1/24`, 'dev', outside)
    run('ip', 'link', 'set', outside, 'up')
    run('ip', '-n', name, 'addr', 'add', `${subnet}.2/24`, 'dev', inside)
    run('ip', '-n', name, 'link', 'set', inside, 'up')
    return { own: `${subnet}.2`, world: `${subnet}.1`, outside }
  }
  run('ip', 'netns', 'add', name)
  run('ip', '-n', name, 'link', 'set', 'lo', 'up')
  const front = cable('f')
  const back = cable('b')
  return {
    launcher: ['ip', 'netns', 'exec', name],
    front,
    back: back.world,
    cutBack: () => void run('ip', 'link', 'set', back.outside, 'down'),
    mendBack: () => void run('ip', 'link', 'set', back.outside, 'up'),
    remove: () => void run('ip', 'netns', 'del', name),
  }
}

export type Door = {
  readonly port: number
  /** `open` at once, `slow` by so many milliseconds each way, `shut` refuses and drops what was open. */
  set(state: { kind: 'open' } | { kind: 'slow'; ms: number } | { kind: 'shut' }): Promise<void>
  close(): void
}

/** A TCP door before a server on this machine. */
export async function openDoor(targetPort: number): Promise<Door> {
  let delayMs = 0
  const pairs = new Set<Socket>()
  const server = createServer((near) => {
    const far = createConnection({ host: '127.0.0.1', port: targetPort })
    pipe(near, far)
    pipe(far, near)
  })
  function pipe(from: Socket, to: Socket): void {
    pairs.add(from)
    from.on('data', (bytes) => {
      // Timers of one length fire in the order they were set, so the bytes keep theirs.
      if (delayMs === 0) to.write(bytes)
      else setTimeout(() => to.write(bytes), delayMs)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => {
      pairs.delete(from)
      to.destroy()
    })
  }
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '0.0.0.0', resolve))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    port,
    async set(state) {
      delayMs = state.kind === 'slow' ? state.ms : 0
      if (state.kind === 'shut') {
        server.close()
        for (const socket of pairs) socket.destroy()
      } else if (!server.listening) await listen(port)
    },
    close() {
      server.close()
      for (const socket of pairs) socket.destroy()
    },
  }
}
