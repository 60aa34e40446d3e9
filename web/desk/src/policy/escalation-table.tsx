import { Button, NumberInput, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { memo } from 'react'
import { clockKinds, type EscalationAction, type EscalationStep, escalationKinds } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { type ListEdits, MatchCells, MatchHeads, OrderCell, useListEdits } from '../settings/fields.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import type { PolicyPartProps } from './policy-part.ts'

/** What is done as a clock runs out: when, of which clocks, and what. */
export function EscalationTable({ targets, put, mayEdit }: PolicyPartProps) {
  const { t } = useI18n()
  const edits = useListEdits<EscalationStep>(targets.escalation, (escalation) => put({ escalation }))
  const add = () =>
    edits.add({ code: freeCode(targets.escalation), clock: 'first_response', share: 1, action: { kind: 'notify' } })
  const heads = [t.policy.share, t.policy.action]
  return (
    <section className="panel">
      <h2 className="head-with-button">
        {t.policy.tabs.escalation}
        {mayEdit && (
          <Button size="xs" variant="light" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
            {t.settings.add}
          </Button>
        )}
      </h2>
      <p className="soft form-hint">{t.policy.escalationHint}</p>
      {targets.escalation.length === 0 && <p className="soft panel-empty">{t.policy.noSteps}</p>}
      {targets.escalation.length > 0 && (
        <div className="table-place scroll">
          <table className="table rule-table">
            <thead>
              <tr>
                <th scope="col" className="left">
                  {t.statistics.clock}
                </th>
                <MatchHeads />
                {heads.map((head) => (
                  <th key={head} scope="col" className="left">
                    {head}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">{t.settings.edit}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {targets.escalation.map((step, index) => (
                <StepRow key={step.code} step={step} index={index} count={targets.escalation.length} edits={edits} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** A code stays with its step from version to version, so a new step gets one that no other has. */
function freeCode(steps: readonly EscalationStep[]): string {
  let number = steps.length + 1
  while (steps.some(({ code }) => code === `step_${number}`)) number++
  return `step_${number}`
}

type RowProps = {
  step: EscalationStep
  index: number
  count: number
  edits: ListEdits<EscalationStep>
}

const StepRow = memo(function StepRow({ step, index, count, edits }: RowProps) {
  const { t } = useI18n()
  const change = (part: Partial<EscalationStep>) => edits.put(index, { ...step, ...part })
  return (
    <tr>
      <td>
        <Select
          size="xs"
          allowDeselect={false}
          aria-label={t.statistics.clock}
          data={clockKinds.map((value) => ({ value, label: t.words.clocks[value] }))}
          value={step.clock}
          onChange={(value) => change({ clock: clockKinds.find((one) => one === value) ?? step.clock })}
        />
      </td>
      <MatchCells rule={step} put={(next) => edits.put(index, next)} />
      <td>
        <NumberInput
          size="xs"
          hideControls
          suffix="%"
          aria-label={t.policy.share}
          min={1}
          max={500}
          allowDecimal={false}
          value={Math.round(step.share * 100)}
          onChange={(value) => change({ share: Math.max(1, Number(value) || 1) / 100 })}
        />
      </td>
      <td>
        <ActionCell action={step.action} set={(action) => change({ action })} />
      </td>
      <OrderCell
        index={index}
        count={count}
        name={`${t.policy.tabs.escalation} ${index + 1}`}
        move={(by) => edits.move(index, by)}
        remove={() => edits.remove(index)}
      />
    </tr>
  )
})

function actionOf(kind: string | null): EscalationAction {
  if (kind === 'reassign') return { kind, to: { kind: 'queue' } }
  return kind === 'raise_priority' || kind === 'tell_supervisor' ? { kind } : { kind: 'notify' }
}

type Goal = Extract<EscalationAction, { kind: 'reassign' }>['to']
/** A goal as one text for a list of choices, and back. */
const textOfGoal = (to: Goal) =>
  to.kind === 'queue' ? 'queue' : to.kind === 'department' ? `department:${to.departmentId}` : `operator:${to.operatorId}`
function goalOf(text: string | null): Goal {
  const [kind, id = ''] = (text ?? 'queue').split(':')
  if (kind === 'department') return { kind, departmentId: id }
  return kind === 'operator' ? { kind, operatorId: id } : { kind: 'queue' }
}

function ActionCell({ action, set }: { action: EscalationAction; set: (action: EscalationAction) => void }) {
  const { t } = useI18n()
  const { directory, departmentName } = useConsole()
  const operators = useOperators()
  return (
    <div className="action-cell">
      <Select
        size="xs"
        allowDeselect={false}
        aria-label={t.policy.action}
        data={escalationKinds.map((value) => ({ value, label: t.steps.kinds[value] }))}
        value={action.kind}
        onChange={(kind) => set(actionOf(kind))}
      />
      {action.kind === 'reassign' && (
        <Select
          size="xs"
          searchable
          allowDeselect={false}
          aria-label={t.policy.to}
          data={[
            { value: 'queue', label: t.policy.toKinds.queue },
            {
              group: t.policy.toKinds.department,
              items: directory.departments.map(({ id }) => ({ value: `department:${id}`, label: departmentName(id) })),
            },
            {
              group: t.policy.toKinds.operator,
              items: operators.map(({ id, displayName }) => ({ value: `operator:${id}`, label: displayName })),
            },
          ]}
          value={textOfGoal(action.to)}
          onChange={(text) => set({ kind: 'reassign', to: goalOf(text) })}
        />
      )}
    </div>
  )
}
