import type { Language, WidgetMessage } from '#contracts'
import { Connection, type Options, type TelegramLink } from './connection.ts'
import { texts } from './texts.ts'
import { accepted, again, emptyThread, type Outgoing, put, receive, refused, type Thread } from './thread.ts'

export type View = {
  readonly thread: Thread
  readonly language: Language
  readonly isOpen: boolean
  readonly isOnline: boolean
  readonly typing: string | null
  readonly unread: number
  /** One of our sentences, or the hub's own. */
  readonly notice: string | null
  readonly telegram: TelegramLink | null
  /** Whom the client writes to, once the hub has told it. */
  readonly bank: string | null
}

const typingLastsMs = 6_000
const typingEveryMs = 3_000

/** Holds what the window shows, keeps the outbox in the browser, and speaks with the hub. */
export class Store {
  view: View
  readonly connection: Connection
  private readonly outboxKey: string
  private readonly readKey: string
  private onChange: () => void = () => undefined
  private typingTimer: ReturnType<typeof setTimeout> | undefined
  private lastTypingAt = 0

  constructor(options: Options, language: Language) {
    this.outboxKey = `murojaat:${options.site}:outbox`
    this.readKey = `murojaat:${options.site}:read`
    const outbox = readJson<Outgoing[]>(this.outboxKey) ?? []
    this.view = {
      thread: { ...emptyThread, outbox },
      language,
      isOpen: false,
      isOnline: true,
      typing: null,
      unread: 0,
      notice: null,
      telegram: null,
      bank: null,
    }
    this.connection = new Connection(options, {
      session: (session) => {
        this.thread(receive(this.view.thread, session.messages))
        this.set({ bank: session.bankName })
        if (!options.language) this.set({ language: session.language })
        if (session.notice) this.set({ notice: session.notice, isOpen: true })
      },
      messages: (messages) => this.messages(messages),
      accepted: (id, seq, messageId) => this.thread(accepted(this.view.thread, id, seq, messageId)),
      refused: (id, code) => id && this.thread(refused(this.view.thread, id, code)),
      typing: (isTyping, authorKind) => this.showTyping(isTyping ? authorKind : null),
      read: (readUpTo) => this.thread({ ...this.view.thread, readUpTo: Math.max(readUpTo, this.view.thread.readUpTo) }),
      isOnline: (isOnline) => isOnline !== this.view.isOnline && this.set({ isOnline }),
      state: () => this.view.thread,
    })
    // Another tab wrote or sent: its outbox is ours too.
    addEventListener('storage', (event) => {
      if (event.key === this.outboxKey)
        this.set({ thread: { ...this.view.thread, outbox: readJson<Outgoing[]>(this.outboxKey) ?? [] } })
      if (event.key === this.readKey) this.countUnread()
    })
  }

  subscribe(onChange: () => void): void {
    this.onChange = onChange
  }

  toggle(isOpen: boolean): void {
    this.set({ isOpen })
    this.countUnread()
  }

  chooseLanguage(language: Language): void {
    this.set({ language })
    localStorage.setItem('murojaat:language', language)
    this.connection.chooseLanguage(language)
  }

  send(text: string, more: Partial<Outgoing> = {}): void {
    const writtenAt = new Date().toISOString()
    this.thread(put(this.view.thread, { clientMessageId: crypto.randomUUID(), text, writtenAt, ...more }))
    this.connection.flush()
  }

  async sendFile(file: File): Promise<void> {
    const uploaded = await this.connection.upload(file).catch(() => ({ code: '' }))
    if ('id' in uploaded) return this.send('', { attachmentIds: [uploaded.id], fileName: file.name })
    this.set({ notice: texts[this.view.language][uploaded.code === 'attachment.too_large' ? 'tooLarge' : 'refusedType'] })
    setTimeout(() => this.set({ notice: null }), 6_000)
  }

  sendAgain(clientMessageId: string): void {
    this.thread(again(this.view.thread, clientMessageId))
    this.connection.flush()
  }

  /** Shows the way on, or hides it again. */
  async goToTelegram(): Promise<void> {
    this.set({ telegram: this.view.telegram ? null : await this.connection.telegramLink().catch(() => null) })
  }

  typed(): void {
    if (Date.now() - this.lastTypingAt < typingEveryMs) return
    this.lastTypingAt = Date.now()
    this.connection.typing(true)
  }

  private messages(messages: readonly WidgetMessage[]): void {
    if (messages.length === 0) return
    this.showTyping(null)
    this.thread(receive(this.view.thread, messages))
  }

  private showTyping(typing: string | null): void {
    clearTimeout(this.typingTimer)
    if (typing) this.typingTimer = setTimeout(() => this.set({ typing: null }), typingLastsMs)
    if (typing !== this.view.typing) this.set({ typing })
  }

  private thread(thread: Thread): void {
    const outboxChanged = thread.outbox !== this.view.thread.outbox
    this.set({ thread })
    if (outboxChanged) localStorage.setItem(this.outboxKey, JSON.stringify(thread.outbox))
    this.countUnread()
  }

  private countUnread(): void {
    const { thread, isOpen } = this.view
    const isRead = isOpen && document.visibilityState === 'visible'
    if (isRead) localStorage.setItem(this.readKey, String(thread.lastSeq))
    const readSeq = Number(localStorage.getItem(this.readKey) ?? 0)
    const unread = thread.messages.filter((message) => message.authorKind !== 'client' && message.seq > readSeq).length
    if (unread !== this.view.unread) this.set({ unread })
    this.connection.seen(thread.lastSeq, Math.min(readSeq, thread.lastSeq))
  }

  private set(change: Partial<View>): void {
    this.view = { ...this.view, ...change }
    this.onChange()
  }
}

function readJson<T>(key: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as T | null
  } catch {
    // Another script wrote there: begin empty rather than break the bank's page.
    return null
  }
}
