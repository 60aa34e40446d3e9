import { Button, Radio, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type LoadWeight, priorities, type RoutingRules, type RoutingRulesView } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { listEdits, MatchCells, MatchHeads, NumberCell, OrderCell } from '../settings/fields.tsx'
import { SaveBar } from '../settings/save-bar.tsx'
import { useSettingsDraft } from '../settings/use-settings-draft.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'

type Part = { rules: RoutingRules; put: (part: Partial<RoutingRules>) => void; mayEdit: boolean }

/** The rules by which requests are given to people: weights, taking by choice, silence, acquaintance. */
export function RulesSection() {
  const { t } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const stored = useQuery({ queryKey: ['routing-rules'], queryFn: () => getJson<RoutingRulesView>('/api/routing/rules') })
  const draft = useSettingsDraft(stored.data?.rules)
  const mayEdit = may('settings.edit')
  if (stored.isError) return <FaultScreen error={stored.error} retry={() => stored.refetch()} />
  if (!draft.value) return <PanelSkeleton />
  const part: Part = { rules: draft.value, put: draft.put, mayEdit }
  const save = () =>
    send({
      path: '/api/routing/rules',
      body: { rules: draft.value, expectedVersion: stored.data?.version ?? 0 },
      done: t.settings.saved,
      stale: ['routing-rules'],
    })
  return (
    <>
      <div className="board-columns settings-columns">
        <Weights {...part} />
        <div className="board-side">
          <Cherry {...part} />
          <Silent {...part} />
          <Days {...part} />
        </div>
      </div>
      <SaveBar isDirty={draft.isDirty} mayEdit={mayEdit} save={save} revert={draft.revert} />
    </>
  )
}

function Weights({ rules, put, mayEdit }: Part) {
  const { t } = useI18n()
  const edits = listEdits<LoadWeight>(rules.weights, (weights) => put({ weights }))
  return (
    <section className="panel">
      <h2 className="head-with-button">
        {t.routingMore.weights}
        {mayEdit && (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => edits.add({ weight: 1 })}
          >
            {t.settings.add}
          </Button>
        )}
      </h2>
      <p className="soft form-hint">{t.routingMore.weightsHint}</p>
      <div className="table-place scroll">
        <table className="table rule-table">
          <thead>
            <tr>
              <MatchHeads />
              <th scope="col" className="left">
                {t.routingMore.weight}
              </th>
              <th scope="col">
                <span className="visually-hidden">{t.settings.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rules.weights.map((rule, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place in the list.
              <tr key={index}>
                <MatchCells rule={rule} put={(next) => edits.put(index, next)} />
                <td>
                  <NumberCell
                    label={t.routingMore.weight}
                    value={rule.weight}
                    max={100}
                    set={(weight) => edits.put(index, { ...rule, weight: weight ?? 1 })}
                  />
                </td>
                <OrderCell
                  index={index}
                  count={rules.weights.length}
                  name={`${t.routingMore.weight} ${index + 1}`}
                  move={(by) => edits.move(index, by)}
                  remove={() => edits.remove(index)}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Cherry({ rules, put, mayEdit }: Part) {
  const { t } = useI18n()
  const kinds = ['allowed', 'next_only'] as const
  return (
    <section className="panel">
      <h2>{t.routingMore.cherry}</h2>
      <Radio.Group
        aria-label={t.routingMore.cherry}
        value={rules.cherryPicking}
        readOnly={!mayEdit}
        onChange={(value) => put({ cherryPicking: value === 'next_only' ? 'next_only' : 'allowed' })}
      >
        <Stack gap="xs">
          {kinds.map((kind) => (
            <Radio key={kind} value={kind} label={t.routingMore.cherryKinds[kind]} />
          ))}
        </Stack>
      </Radio.Group>
    </section>
  )
}

function Silent({ rules, put }: Part) {
  const { t } = useI18n()
  return (
    <section className="panel">
      <h2>{t.routingMore.silent}</h2>
      <p className="soft form-hint">{t.routingMore.silentHint}</p>
      <dl className="setting-lines">
        {priorities.map((priority) => (
          <div key={priority}>
            <dt>{t.words.priorities[priority]}</dt>
            <dd>
              <NumberCell
                label={`${t.routingMore.silent}: ${t.words.priorities[priority]}`}
                value={rules.silentReturnMinutes[priority]}
                placeholder={t.settings.never}
                max={10_080}
                set={(minutes) => put({ silentReturnMinutes: { ...rules.silentReturnMinutes, [priority]: minutes } })}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Days({ rules, put }: Part) {
  const { t } = useI18n()
  const lines = [
    { key: 'absenceGraceSeconds', name: t.routingMore.grace, hint: t.routingMore.graceHint, min: 15, max: 3600 },
    { key: 'rampUpSeconds', name: t.routingMore.rampUp, hint: t.routingMore.rampUpHint, min: 0, max: 7200 },
    { key: 'rampUpSharePercent', name: t.routingMore.rampUpShare, hint: t.routingMore.rampUpShareHint, min: 1, max: 100 },
    { key: 'sameOperatorDays', name: t.routingMore.sameOperator, hint: t.routingMore.sameOperatorHint, min: 0, max: 90 },
    { key: 'complaintLookbackDays', name: t.routingMore.lookback, hint: t.routingMore.lookbackHint, min: 0, max: 365 },
  ] as const
  return (
    <section className="panel">
      <dl className="setting-lines">
        {lines.map(({ key, name, hint, min, max }) => (
          <div key={key}>
            <dt>
              <b>{name}</b>
              <small className="soft">{hint}</small>
            </dt>
            <dd>
              <NumberCell
                label={name}
                value={rules[key]}
                min={min}
                max={max}
                isWhole
                set={(value) => put({ [key]: value ?? min })}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
