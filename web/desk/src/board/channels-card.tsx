import type { ChannelHealthView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChannelIcon } from '../inbox/badges.tsx'
import { formatRoute } from '../shell/route.ts'

const rank = { alarm: 0, warning: 1, ok: 2, unwatched: 3 } as const

/** How the bank's accounts are, the ones that need somebody first. */
export function ChannelsCard({ channels }: { channels: readonly ChannelHealthView[] }) {
  const { t, format } = useI18n()
  const sorted = [...channels].sort((a, b) => rank[a.state] - rank[b.state] || a.name.localeCompare(b.name))
  return (
    <section className="panel">
      <h2>{t.manager.desk.channels}</h2>
      <ul className="health">
        {sorted.map((one) => (
          <li key={one.channelAccountId}>
            <a href={formatRoute({ page: 'channels', section: 'accounts' })}>
              <i className="health-mark" data-state={one.paused ? 'alarm' : one.state} aria-hidden />
              <ChannelIcon channel={one.kind} />
              <span className="ellipsis">{one.name}</span>
              <span className="soft">{t.channels.states[one.paused ? 'alarm' : one.state]}</span>
              <span className="soft tabular">
                {one.lastInboundAt ? format.ago(one.lastInboundAt, Date.now()) : t.common.none}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
