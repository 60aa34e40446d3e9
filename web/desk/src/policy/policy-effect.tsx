import { Button, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { channelKinds, type PolicyPreview, type PolicySample, priorities, requestTypes, type SlaTargets } from '#contracts'
import { sendJson } from '../api/http.ts'
import { DateInput } from '../dates/date-input.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { wallOf, zonedInstant } from '../settings/zoned-instant.ts'

type Sample = Omit<PolicySample, 'departmentId'>

/** What the rules on the screen would do: when a request would be due, and how the clocks that run now would stand. */
export function PolicyEffect({ targets }: { targets: SlaTargets }) {
  const { t, explain } = useI18n()
  const [sample, setSample] = useState<Sample>(() => ({
    priority: 'normal',
    type: 'question',
    channel: 'telegram',
    at: new Date().toISOString(),
  }))
  const looking = useMutation({
    mutationFn: () => sendJson<PolicyPreview>('POST', '/api/clocks/policies/preview', { targets, samples: [sample] }),
  })
  const { reset } = looking
  // What was counted for other rules says nothing about these.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rules make the answer old.
  useEffect(reset, [targets, sample])
  return (
    <section className="panel policy-effect" aria-live="polite">
      <h2>{t.policy.sample}</h2>
      <SampleFields sample={sample} set={setSample} />
      <Button mt="sm" fullWidth variant="light" loading={looking.isPending} onClick={() => looking.mutate()}>
        {t.settings.preview}
      </Button>
      {looking.isError && <p className="rejection">{explain(looking.error)}</p>}
      {!looking.data && !looking.isError && (
        <p className="soft form-hint">{`${t.settings.previewNone} ${t.settings.previewHint}`}</p>
      )}
      {looking.data && <SampleAnswer preview={looking.data} />}
      {looking.data && <Effect preview={looking.data} />}
    </section>
  )
}

function SampleFields({ sample, set }: { sample: Sample; set: (sample: Sample) => void }) {
  const { t } = useI18n()
  const common = { size: 'xs', allowDeselect: false } as const
  return (
    <div className="sample-fields">
      <Select
        {...common}
        label={t.facts.priority}
        data={priorities.map((value) => ({ value, label: t.words.priorities[value] }))}
        value={sample.priority}
        onChange={(value) => set({ ...sample, priority: priorities.find((one) => one === value) ?? sample.priority })}
      />
      <Select
        {...common}
        label={t.facts.type}
        data={requestTypes.map((value) => ({ value, label: t.words.types[value] }))}
        value={sample.type}
        onChange={(value) => set({ ...sample, type: requestTypes.find((one) => one === value) ?? sample.type })}
      />
      <Select
        {...common}
        label={t.statistics.channel}
        data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
        value={sample.channel}
        onChange={(value) => set({ ...sample, channel: channelKinds.find((one) => one === value) ?? sample.channel })}
      />
      <DateInput
        size="xs"
        withTime
        label={t.policy.sampleAt}
        value={wallOf(sample.at)}
        set={(wall) => wall && set({ ...sample, at: zonedInstant(wall) })}
      />
    </div>
  )
}

function SampleAnswer({ preview }: { preview: PolicyPreview }) {
  const { t, format } = useI18n()
  const now = Date.now()
  const clocks = preview.samples[0]?.clocks ?? []
  return (
    <ul className="sample-lines">
      {clocks.map((clock) => (
        <li key={clock.kind}>
          <span>
            {t.words.clocks[clock.kind]}
            <small className="soft">{format.duration(clock.targetMs)}</small>
          </span>
          <b className="tabular" title={format.full(clock.dueAt)}>
            {format.moment(clock.dueAt, now)}
          </b>
          <small className="soft">{`${t.policy.sampleWarn}: ${format.moment(clock.warnAt, now)}`}</small>
        </li>
      ))}
    </ul>
  )
}

function Effect({ preview }: { preview: PolicyPreview }) {
  const { t, format } = useI18n()
  const looked = preview.isCut ? t.settings.isCut(preview.requests) : t.policy.effectLooked(preview.requests)
  const lines = [
    { key: 'late', name: t.policy.late },
    { key: 'dueWithinHour', name: t.policy.soon },
    { key: 'later', name: t.policy.later },
  ] as const
  return (
    <>
      <h3 className="matters-head">{t.policy.effect}</h3>
      <p className="soft form-hint">{looked}</p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.statistics.clock}</th>
            <th scope="col">{t.policy.now}</th>
            <th scope="col">{t.policy.draft}</th>
          </tr>
        </thead>
        {preview.clocks.map((clock) => (
          <tbody key={clock.kind}>
            <tr>
              <th scope="rowgroup" colSpan={3}>
                {t.words.clocks[clock.kind]}
              </th>
            </tr>
            {lines.map(({ key, name }) => (
              <tr key={key} data-changed={clock.now[key] !== clock.draft[key] || undefined}>
                <td className="left">{name}</td>
                <td>{format.number(clock.now[key])}</td>
                <td>{format.number(clock.draft[key])}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </>
  )
}
