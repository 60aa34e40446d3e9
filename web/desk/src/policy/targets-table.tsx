import { Button, NumberInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { memo } from 'react'
import type { SlaRule } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { type ListEdits, MatchCells, MatchHeads, NumberCell, OrderCell, useListEdits } from '../settings/fields.tsx'
import type { PolicyPartProps } from './policy-part.ts'

const fields = [
  { key: 'firstResponseMinutes', clock: 'first_response' },
  { key: 'nextResponseMinutes', clock: 'next_response' },
  { key: 'resolutionMinutes', clock: 'resolution' },
] as const
type Field = (typeof fields)[number]['key']

/** Targets per priority, type and channel in working minutes; a lower rule overrides those above, field by field. */
export function TargetsTable({ targets, put, mayEdit }: PolicyPartProps) {
  const { t } = useI18n()
  const edits = useListEdits<SlaRule>(targets.rules, (rules) => put({ rules }))
  return (
    <section className="panel">
      <h2 className="head-with-button">
        {t.policy.targets}
        {mayEdit && (
          <Button size="xs" variant="light" leftSection={<IconPlus size={15} aria-hidden />} onClick={() => edits.add({})}>
            {t.settings.add}
          </Button>
        )}
      </h2>
      <p className="soft form-hint">{t.policy.targetsHint}</p>
      <div className="table-place scroll">
        <table className="table rule-table">
          <thead>
            <tr>
              <MatchHeads />
              {fields.map(({ clock }) => (
                <th key={clock} scope="col" className="left">
                  {t.words.clocks[clock]}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{t.settings.edit}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {targets.rules.map((rule, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place in the list.
              <TargetRow key={index} rule={rule} index={index} count={targets.rules.length} edits={edits} />
            ))}
          </tbody>
        </table>
      </div>
      <NumberInput
        mt="md"
        maw={260}
        label={t.policy.warnShare}
        description={t.policy.warnShareHint}
        suffix="%"
        min={1}
        max={99}
        allowDecimal={false}
        readOnly={!mayEdit}
        value={Math.round(targets.warnShare * 100)}
        onChange={(value) => put({ warnShare: (Number(value) || 1) / 100 })}
      />
    </section>
  )
}

type RowProps = { rule: SlaRule; index: number; count: number; edits: ListEdits<SlaRule> }

const TargetRow = memo(function TargetRow({ rule, index, count, edits }: RowProps) {
  const { t } = useI18n()
  return (
    <tr>
      <MatchCells rule={rule} put={(next) => edits.put(index, next)} />
      {fields.map(({ key, clock }) => (
        <td key={key}>
          <NumberCell
            label={`${t.words.clocks[clock]}, ${index + 1}`}
            value={rule[key]}
            min={1}
            set={(minutes) => edits.put(index, withMinutes(rule, key, minutes))}
          />
        </td>
      ))}
      <OrderCell
        index={index}
        count={count}
        name={`${t.policy.tabs.targets} ${index + 1}`}
        move={(by) => edits.move(index, by)}
        remove={() => edits.remove(index)}
      />
    </tr>
  )
})

/** A target that is not given is not there: the rules above say it. */
function withMinutes(rule: SlaRule, key: Field, minutes: number | null): SlaRule {
  const { [key]: _, ...rest } = rule
  return minutes === null ? rest : { ...rest, [key]: minutes }
}
