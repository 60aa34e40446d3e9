import { IconPlugConnectedX, IconRosetteDiscountCheck } from '@tabler/icons-react'
import type { ContactView, RequestSummary } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon, initialsOf } from '../inbox/badges.tsx'
import { useMinute } from '../inbox/use-now.ts'
import { useConsole } from '../shell/console-context.tsx'
import { Hint } from '../shell/hint.tsx'
import { formatRoute } from '../shell/route.ts'
import { ClientRights } from './client-rights.tsx'

/** Who writes: names on each channel, how sure we are, language, and what they wrote about before. */
export function ClientCard({ contact, request }: { contact: ContactView; request: RequestSummary }) {
  const { t } = useI18n()
  const language = contact.language ?? request.language
  return (
    <section className="card client-card">
      <div className="client-head">
        <span className="client-avatar" aria-hidden>
          {initialsOf(contact.displayName)}
        </span>
        <div>
          <h3 className="client-name">{contact.displayName}</h3>
          <span className="soft">
            {[
              t.words.detected[language] ?? language,
              contact.isLanguageChosen ? t.facts.languageChosen : t.facts.languageDetected,
            ].join(', ')}
          </span>
          {contact.phone && <span className="tabular">{contact.phone}</span>}
        </div>
      </div>
      <ul className="identities" aria-label={t.facts.identities}>
        {contact.identities.map((identity) => (
          <li key={identity.id}>
            <ChannelIcon channel={identity.channel} size={15} />
            <span className="ellipsis">{identity.username ? `@${identity.username}` : identity.displayName}</span>
            <Assurance isSigned={identity.assurance === 'signed'} isReachable={identity.isReachable} />
          </li>
        ))}
      </ul>
      <EarlierRequests contact={contact} openId={request.id} />
      <ClientRights contact={contact} requestId={request.id} />
    </section>
  )
}

function Assurance({ isSigned, isReachable }: { isSigned: boolean; isReachable: boolean }) {
  const { t } = useI18n()
  if (!isReachable) {
    return (
      <Hint label={t.facts.unreachable}>
        <span className="assurance" data-what="unreachable">
          <IconPlugConnectedX size={15} role="img" aria-label={t.facts.unreachable} />
        </span>
      </Hint>
    )
  }
  return isSigned ? (
    <span className="assurance" data-what="signed">
      <IconRosetteDiscountCheck size={15} aria-hidden />
      {t.facts.signed}
    </span>
  ) : (
    <span className="assurance">{t.facts.unsigned}</span>
  )
}

function EarlierRequests({ contact, openId }: { contact: ContactView; openId: string }) {
  const { t, format } = useI18n()
  const { topicName } = useConsole()
  const now = useMinute()
  const earlier = contact.earlierRequests.filter((one) => one.id !== openId)
  return (
    <div className="earlier-requests">
      <h4>{t.facts.earlier}</h4>
      {earlier.length === 0 && <span className="soft">{t.facts.noEarlier}</span>}
      <ul>
        {earlier.map((one) => (
          <li key={one.id}>
            <a
              href={formatRoute({
                page: 'inbox',
                view: one.status === 'closed' ? 'closed' : 'all_open',
                requestId: one.id,
              })}
            >
              <span className="type-dot" data-type={one.type} aria-hidden />
              <span className="ellipsis">{topicName(one.topic)}</span>
              <time className="soft tabular">{format.day(one.openedAt, now)}</time>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
