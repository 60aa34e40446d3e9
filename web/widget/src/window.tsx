import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icons.tsx'
import type { Store } from './store.ts'
import { languageNames, texts } from './texts.ts'
import { type Outgoing, openButtonsSeq } from './thread.ts'
import { type Language, languages, type WidgetMessage } from './wire.ts'

export function Widget({ store }: { store: Store }) {
  const [, redraw] = useState(0)
  const launcher = useRef<HTMLButtonElement>(null)
  useEffect(() => store.subscribe(() => redraw((count) => count + 1)), [store])
  const { isOpen, unread, language } = store.view
  const words = texts[language]
  const close = () => store.toggle(false)
  // On a phone the launcher is not there while the panel is: it takes the focus once it is back.
  useLayoutEffect(() => (isOpen ? () => launcher.current?.focus() : undefined), [isOpen])
  return (
    <div class="root" lang={language.slice(0, 2)}>
      {isOpen && <Panel store={store} close={close} />}
      <button
        ref={launcher}
        type="button"
        class="launch"
        aria-expanded={isOpen}
        aria-label={isOpen ? words.close : unread ? `${words.open}, ${unread} ${words.newMessages}` : words.open}
        onClick={() => (isOpen ? close() : store.toggle(true))}
      >
        <Icon name={isOpen ? 'close' : 'talk'} />
        {unread > 0 && !isOpen && (
          <span class="count" aria-hidden="true">
            {unread}
          </span>
        )}
      </button>
    </div>
  )
}

function Panel({ store, close }: { store: Store; close: () => void }) {
  const { language, isOnline, notice, bank } = store.view
  const words = texts[language]
  return (
    <section class="panel" role="dialog" aria-label={words.title} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header>
        <h2>{bank ?? words.title}</h2>
        <select
          aria-label={words.language}
          value={language}
          onChange={(event) => store.chooseLanguage(event.currentTarget.value as Language)}
        >
          {languages.map((one) => (
            <option key={one} value={one}>
              {languageNames[one]}
            </option>
          ))}
        </select>
        <button type="button" class="icon" aria-label={words.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {!isOnline && (
        <div class="bar" role="status">
          {words.offline}
        </div>
      )}
      {notice && (
        <div class="bar" role="alert">
          {notice}
        </div>
      )}
      <Log store={store} />
      <Composer store={store} />
    </section>
  )
}

function Log({ store }: { store: Store }) {
  const { thread, typing, language, telegram } = store.view
  const words = texts[language]
  const end = useRef<HTMLDivElement>(null)
  const count = thread.messages.length + thread.outbox.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line, not a value, is what moves the window.
  useLayoutEffect(() => end.current?.scrollIntoView({ block: 'end' }), [count, typing])
  const buttonsSeq = openButtonsSeq(thread)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    <div class="log" role="log" aria-live="polite" aria-relevant="additions" tabIndex={0}>
      <p class="privacy">
        {words.privacy}{' '}
        <button type="button" aria-expanded={!!telegram} onClick={() => void store.goToTelegram()}>
          {words.telegram}
        </button>
      </p>
      {telegram?.url && telegram.qr && (
        <a class="qr" href={telegram.url} target="_blank" rel="noopener">
          <svg viewBox={`-2 -2 ${telegram.qr.size + 4} ${telegram.qr.size + 4}`} aria-hidden="true">
            <path d={telegram.qr.path} />
          </svg>
          {words.scan}
        </a>
      )}
      {count === 0 && <p class="hello">{words.subtitle}</p>}
      {thread.messages.map((message) => (
        <Line key={message.seq} message={message} store={store} areButtonsOpen={message.seq === buttonsSeq} />
      ))}
      {thread.outbox.map((one) => (
        <Waiting key={one.clientMessageId} one={one} store={store} />
      ))}
      <div class="dots">{typing && `${typing === 'operator' ? words.operator : words.bot} ${words.typing}`}</div>
      <div ref={end} />
    </div>
  )
}

function Line({ message, store, areButtonsOpen }: { message: WidgetMessage; store: Store; areButtonsOpen: boolean }) {
  const words = texts[store.view.language]
  const isOwn = message.authorKind === 'client'
  return (
    <div class={isOwn ? 'line own' : 'line'}>
      <span class={isOwn ? 'hidden' : 'who'}>{writer(message, words)}</span>
      {(message.text || message.attachments.length > 0) && (
        <div class="bubble">
          {message.text}
          {message.attachments.map((file) => (
            <Attached
              key={file.id}
              id={file.id}
              name={file.fileName ?? words.file}
              mimeType={file.mimeType ?? ''}
              store={store}
            />
          ))}
        </div>
      )}
      {message.content.buttons && <Choices message={message} store={store} isOpen={areButtonsOpen} />}
      <span class="meta">{marks(message, store)}</span>
    </div>
  )
}

function writer(message: WidgetMessage, words: (typeof texts)[Language]): string {
  if (message.authorKind === 'client') return words.you
  return message.authorKind === 'operator' ? (message.authorName ?? words.operator) : words.bot
}

/** When, whether it was edited, and for the client's own lines how far they have come. */
function marks(message: WidgetMessage, store: Store): string {
  const words = texts[store.view.language]
  const found = [new Date(message.at).toLocaleTimeString('ru', { hour: '2-digit', minute: '2-digit' })]
  if (message.editedAt) found.push(words.edited)
  if (message.authorKind === 'client') found.push(store.view.thread.readUpTo >= message.seq ? words.read : words.sent)
  return found.join(' · ')
}

function Choices({ message, store, isOpen }: { message: WidgetMessage; store: Store; isOpen: boolean }) {
  return (
    <div class="choices">
      {message.content.buttons?.flat().map((button) => (
        <button
          key={button.data}
          type="button"
          disabled={!isOpen}
          onClick={() => store.send(button.label, { pressed: button.data })}
        >
          {button.label}
        </button>
      ))}
    </div>
  )
}

/** Fetched with the visitor's token, which never stands in an address. */
function Attached({ id, name, mimeType, store }: { id: string; name: string; mimeType: string; store: Store }) {
  const [url, setUrl] = useState<string | null>(null)
  const isPicture = mimeType.startsWith('image/')
  useEffect(() => {
    if (!isPicture) return
    let made = ''
    void store.connection.fetchAttachment(id).then(
      (blob) => {
        made = URL.createObjectURL(blob)
        setUrl(made)
      },
      () => undefined,
    )
    return () => URL.revokeObjectURL(made)
  }, [id, isPicture, store])
  const download = async () => {
    const blob = await store.connection.fetchAttachment(id)
    const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name })
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <button type="button" class="file" onClick={() => void download()}>
      {url ? <img src={url} alt={name} /> : name}
    </button>
  )
}

function Waiting({ one, store }: { one: Outgoing; store: Store }) {
  const words = texts[store.view.language]
  return (
    <div class="line own">
      <div class="bubble">{one.text || one.fileName}</div>
      <span class={one.refused ? 'meta bad' : 'meta'}>
        {one.refused ? `${words.notSent} · ` : words.sending}
        {one.refused && (
          <button type="button" onClick={() => store.sendAgain(one.clientMessageId)}>
            {words.retry}
          </button>
        )}
      </span>
    </div>
  )
}

function Composer({ store }: { store: Store }) {
  const words = texts[store.view.language]
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const send = () => {
    if (!text.trim()) return
    store.send(text.trim())
    setText('')
    field.current?.focus()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <input
        ref={picker}
        type="file"
        class="hidden"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) void store.sendFile(file)
        }}
      />
      <button type="button" class="icon" aria-label={words.attach} onClick={() => picker.current?.click()}>
        <Icon name="clip" />
      </button>
      <textarea
        ref={field}
        rows={1}
        maxLength={4000}
        aria-label={words.placeholder}
        placeholder={words.placeholder}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value)
          store.typed()
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <button type="submit" class="send" aria-label={words.send} disabled={!text.trim()}>
        <Icon name="send" />
      </button>
    </form>
  )
}
