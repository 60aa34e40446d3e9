import { Button, Select, Switch, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ChannelKind,
  channelKinds,
  type TemplateLibrary,
  type TemplateListItem,
  type TemplateStanding,
  templateStandings,
} from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { RowSkeletons } from '../shell/console-skeleton.tsx'
import { formatRoute } from '../shell/route.ts'

const typingMs = 250

/** Every template found by words and by standing; the newest version that is not what is sent shows beside it. */
export function TemplateList({ chosenId }: { chosenId: string | null }) {
  const { t, explain } = useI18n()
  const [text, setText] = useState('')
  const [filter, setFilter] = useState<Filter>({ standing: null, topic: null, channel: null, archived: false })
  const [asked] = useDebouncedValue(text.trim(), typingMs)
  const library = useInfiniteQuery({
    queryKey: ['library', asked, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      getJson<TemplateLibrary>('/api/templates/library', { text: asked, ...queryOf(filter), cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const items = library.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="panel library-list" aria-busy={library.isPending}>
      <TextInput
        aria-label={t.templates.search}
        placeholder={t.templates.search}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Filters filter={filter} put={(part) => setFilter((now) => ({ ...now, ...part }))} />
      {library.isPending && <RowSkeletons />}
      {library.isError && <p className="soft panel-empty">{explain(library.error)}</p>}
      {library.isSuccess && items.length === 0 && <p className="soft panel-empty">{t.templates.nothing}</p>}
      <ul className="matters">
        {items.map((item) => (
          <Row key={item.id} item={item} isChosen={item.id === chosenId} />
        ))}
      </ul>
      {library.hasNextPage && (
        <Button fullWidth variant="subtle" loading={library.isFetchingNextPage} onClick={() => library.fetchNextPage()}>
          {t.templates.more}
        </Button>
      )}
    </section>
  )
}

type Filter = { standing: TemplateStanding | null; topic: string | null; channel: ChannelKind | null; archived: boolean }

const queryOf = ({ standing, topic, channel, archived }: Filter) => ({
  standing: standing ?? undefined,
  topic: topic ?? undefined,
  channel: channel ?? undefined,
  archived: String(archived),
})

function Filters({ filter, put }: { filter: Filter; put: (part: Partial<Filter>) => void }) {
  const { t } = useI18n()
  const { directory, topicName } = useConsole()
  const common = { size: 'xs', clearable: true, clearButtonProps: { 'aria-label': t.list.clear } } as const
  return (
    <div className="library-filters">
      <Select
        {...common}
        aria-label={t.templates.standing}
        placeholder={t.templates.anyStanding}
        data={templateStandings.map((value) => ({ value, label: t.templates.standings[value] }))}
        value={filter.standing}
        onChange={(value) => put({ standing: templateStandings.find((one) => one === value) ?? null })}
      />
      <Select
        {...common}
        searchable
        aria-label={t.facts.topic}
        placeholder={t.library.anyTopic}
        data={directory.topics.map(({ code }) => ({ value: code, label: topicName(code) }))}
        value={filter.topic}
        onChange={(topic) => put({ topic })}
      />
      <Select
        {...common}
        aria-label={t.statistics.channel}
        placeholder={t.library.anyChannel}
        data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
        value={filter.channel}
        onChange={(value) => put({ channel: channelKinds.find((one) => one === value) ?? null })}
      />
      <Switch
        size="xs"
        label={t.library.showArchived}
        checked={filter.archived}
        onChange={(event) => put({ archived: event.currentTarget.checked })}
      />
    </div>
  )
}

function Row({ item, isChosen }: { item: TemplateListItem; isChosen: boolean }) {
  const { t, language } = useI18n()
  const isNewer = item.inForce !== null && item.latest.versionId !== item.inForce.versionId
  return (
    <li>
      <a
        href={formatRoute({ page: 'templates', templateId: item.id })}
        aria-current={isChosen ? 'true' : undefined}
        data-chosen={isChosen || undefined}
      >
        <b>{item.title[language]}</b>
        <span className="matter-head">
          <code className="soft">{item.shortcut}</code>
          {item.inForce && <Standing standing="in_force" version={item.inForce.version} />}
          {(isNewer || item.inForce === null) && <Standing standing={item.latest.standing} version={item.latest.version} />}
          {item.latest.stale.length > 0 && <span className="growth">{t.templates.staleMark}</span>}
        </span>
      </a>
    </li>
  )
}

export function Standing({ standing, version }: { standing: TemplateStanding; version: number }) {
  const { t } = useI18n()
  return (
    <span className="standing" data-standing={standing}>
      {t.templates.versionIs(version, t.templates.standings[standing])}
    </span>
  )
}
