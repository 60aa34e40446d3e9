import { closeCodes, type DeskServerFrame } from '#contracts'
import type { Screen } from './frames.ts'

/** The part of a websocket the hub uses; `ws` has it. */
export type Socket = {
  readonly bufferedAmount: number
  /** A buffer holds text too; `binary: false` says so. */
  send(data: string | Buffer, options?: { binary: boolean }): void
  close(code: number, reason: string): void
}

/** A consumer this far behind is closed by name and comes back by its feed number: memory stays bounded. */
const maxBufferedBytes = 1_048_576
/** Frames waiting while a screen catches up; beyond it the screen loads afresh. */
const maxWaiting = 2_000

export const packFrames = (texts: readonly string[]): Buffer => Buffer.from(`[${texts.join(',')}]`)

/** One console connection: what it looks at, and the order in which it is told. */
export class LiveConnection {
  readonly id: string
  readonly screen: Screen & { openRequestId: string | null; isOnBoard?: boolean }
  private readonly socket: Socket
  /** While it catches up, live frames wait here; null once it streams. */
  private waiting: string[] | null = []
  private isClosed = false
  /** Looks at once whether the person may still have this line, and this much of it. */
  lookAgain: () => void = () => undefined

  constructor(id: string, screen: Screen & { openRequestId: string | null; isOnBoard?: boolean }, socket: Socket) {
    this.id = id
    this.screen = screen
    this.socket = socket
  }

  /** Sends at once, whatever the state of catching up: answers to this connection's own frames. */
  sendNow(frames: readonly DeskServerFrame[]): void {
    if (frames.length > 0) this.write(`[${frames.map((frame) => JSON.stringify(frame)).join(',')}]`)
  }

  /**
   * @param texts frames already written as JSON, in feed order.
   * @param packed the same as one message, written once for everybody who is told the same.
   */
  stream(texts: readonly string[], packed: Buffer = packFrames(texts)): void {
    if (texts.length === 0 || this.isClosed) return
    if (this.waiting) {
      if (this.waiting.length + texts.length > maxWaiting) this.close(closeCodes.tooSlow, 'consumer.too_slow')
      else this.waiting.push(...texts)
      return
    }
    this.write(packed)
  }

  /** The backfill is out: says so, lets go of what waited, and streams from here on. */
  goLive(feedNo: number): void {
    const waited = this.waiting ?? []
    this.waiting = null
    this.write(
      `[${[JSON.stringify({ kind: 'live', feedNo, connectionId: this.id } satisfies DeskServerFrame), ...waited].join(',')}]`,
    )
  }

  close(code: number, reason: string): void {
    if (this.isClosed) return
    this.isClosed = true
    this.socket.close(code, reason)
  }

  get isOpen(): boolean {
    return !this.isClosed
  }

  private write(data: string | Buffer): void {
    if (this.isClosed) return
    if (this.socket.bufferedAmount > maxBufferedBytes) {
      this.close(closeCodes.tooSlow, 'consumer.too_slow')
      return
    }
    this.socket.send(data, { binary: false })
  }
}
