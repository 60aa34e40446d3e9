/**
 * One tag on the bank's page:
 *   <script src="https://hub/widget/widget.js" data-site="main" defer></script>
 * Optional: data-language, data-name, data-identity (JSON, signed by the bank's server), data-hub.
 */
import { render } from 'preact'
import type { Identity } from './connection.ts'
import { Store } from './store.ts'
import { styles } from './styles.ts'
import { Widget } from './window.tsx'
import { type Language, languages } from './wire.ts'

const tag = document.currentScript as HTMLScriptElement | null

function isLanguage(value: string | null | undefined): value is Language {
  return languages.some((one) => one === value)
}

/** What the client chose before, then what the page says, then the bank's first language. */
function languageOf(asked: string | undefined): Language {
  const kept = localStorage.getItem('murojaat:language')
  if (isLanguage(kept)) return kept
  if (isLanguage(asked)) return asked
  const page = document.documentElement.lang
  return page.startsWith('ru')
    ? 'ru'
    : page.startsWith('en')
      ? 'en'
      : page.toLowerCase().includes('cyrl')
        ? 'uz-Cyrl'
        : 'uz-Latn'
}

function identityOf(text: string | undefined): Identity | null {
  try {
    return text ? (JSON.parse(text) as Identity) : null
  } catch {
    // A broken attribute must not keep the client from writing: they come unsigned.
    return null
  }
}

/** The link's token, taken out of the address so that no reload, bookmark or copy carries it on. */
function takeContinuation(): string | undefined {
  const url = new URL(location.href)
  const token = url.searchParams.get('murojaat')
  if (!token) return undefined
  url.searchParams.delete('murojaat')
  history.replaceState(history.state, '', url)
  return token
}

function start(): void {
  const { site = 'main', language, name, identity, hub } = tag?.dataset ?? {}
  const host = document.createElement('murojaat-widget')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]
  document.body.append(host)
  const chosen = languageOf(language)
  const hubUrl = hub ?? new URL(tag?.src ?? location.href).origin
  const store = new Store(
    {
      hub: hubUrl,
      site,
      language: chosen,
      displayName: name ?? null,
      identity: identityOf(identity),
      continuation: takeContinuation(),
    },
    chosen,
  )
  render(<Widget store={store} />, root)
  void store.connection.start()
}

if (document.body) start()
else addEventListener('DOMContentLoaded', start)
