import { MultiSelect, Select, Switch } from '@mantine/core'
import { channelKinds, type TemplateScope, visibilities } from '#contracts'
import { DateInput } from '../dates/date-input.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { wallOf, zonedInstant } from '../settings/zoned-instant.ts'
import { useConsole } from '../shell/console-context.tsx'
import type { DraftParts } from './draft-parts.ts'

type Props = { draft: DraftParts; put: (part: Partial<DraftParts>) => void }

/** Where the words may be said and from when until when; approved together with them. */
export function ScopeFields({ draft, put }: Props) {
  const { t } = useI18n()
  const { directory, topicName, departmentName } = useConsole()
  const { scope } = draft
  const set = (part: Partial<TemplateScope>) => put({ scope: { ...scope, ...part } })
  const everywhere = (list: readonly string[]) => (list.length === 0 ? t.templates.everywhere : '')
  return (
    <section className="draft-part">
      <h3>{t.library.scope}</h3>
      <div className="scope-fields">
        <Select
          size="xs"
          clearable
          searchable
          label={t.facts.topic}
          placeholder={t.common.none}
          data={directory.topics.map(({ code }) => ({ value: code, label: topicName(code) }))}
          value={scope.topic}
          onChange={(topic) => set(topic === null ? { topic, isTopicOnly: false } : { topic })}
        />
        <MultiSelect
          size="xs"
          clearable
          label={t.statistics.channel}
          placeholder={everywhere(scope.channels)}
          data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
          value={scope.channels}
          onChange={(value) => set({ channels: channelKinds.filter((one) => value.includes(one)) })}
        />
        <MultiSelect
          size="xs"
          clearable
          label={t.library.departments}
          placeholder={everywhere(scope.departmentIds)}
          data={directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) }))}
          value={scope.departmentIds}
          onChange={(departmentIds) => set({ departmentIds })}
        />
        <Select
          size="xs"
          allowDeselect={false}
          label={t.templates.where}
          data={visibilities.map((value) => ({ value, label: t.words[value] }))}
          value={scope.visibility}
          onChange={(value) => set({ visibility: value === 'public' ? 'public' : 'private' })}
        />
        <MomentField name={t.library.from} at={draft.validFrom} set={(validFrom) => put({ validFrom })} />
        <MomentField name={t.library.until} at={draft.validUntil} set={(validUntil) => put({ validUntil })} />
      </div>
      <Switch
        mt="sm"
        label={t.library.topicOnly}
        disabled={scope.topic === null}
        checked={scope.isTopicOnly === true}
        onChange={(event) => set({ isTopicOnly: event.currentTarget.checked })}
      />
      <Switch
        mt="sm"
        label={t.library.botMay}
        checked={scope.botMayAnswer}
        onChange={(event) => set({ botMayAnswer: event.currentTarget.checked })}
      />
    </section>
  )
}

function MomentField({ name, at, set }: { name: string; at: string | null; set: (at: string | null) => void }) {
  const { t } = useI18n()
  return (
    <DateInput
      size="xs"
      withTime
      label={name}
      description={t.library.dateHint}
      value={at === null ? '' : wallOf(at)}
      set={(wall) => set(wall ? zonedInstant(wall) : null)}
    />
  )
}
