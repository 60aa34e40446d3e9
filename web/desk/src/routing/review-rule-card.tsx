import { Button, NumberInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReviewRule } from '#contracts'
import { useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useReviewWords } from '../i18n/reviews/use-review-words.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'

const choices = ['return', 'send'] as const

/** How long replies of people on probation wait for their readers, and what becomes of one nobody read. */
export function ReviewRuleCard() {
  const rule = useQuery({ queryKey: ['review-rule'], queryFn: () => getJson<ReviewRule>('/api/settings/review') })
  if (rule.isError) return <FaultScreen error={rule.error} retry={() => rule.refetch()} />
  return rule.data ? <RuleForm key={JSON.stringify(rule.data)} stored={rule.data} /> : null
}

function RuleForm({ stored }: { stored: ReviewRule }) {
  const { t } = useI18n()
  const words = useReviewWords().rule
  const { may } = useConsole()
  const send = useSend()
  const [rule, setRule] = useState(stored)
  const put = (part: Partial<ReviewRule>) => setRule((before) => ({ ...before, ...part }))
  const { isBusy, submit } = useSubmit(
    () => undefined,
    () => send({ path: '/api/settings/review', body: rule, done: words.saved, stale: ['review-rule'] }),
  )
  const isReadOnly = !may('settings.edit')
  const isChanged = JSON.stringify(rule) !== JSON.stringify(stored)
  return (
    <section className="panel">
      <h2>{words.title}</h2>
      <form onSubmit={submit}>
        <p className="soft form-hint">{words.hint}</p>
        <Minutes
          label={words.mentorMinutes}
          value={rule.mentorMinutes}
          isReadOnly={isReadOnly}
          put={(mentorMinutes) => put({ mentorMinutes })}
        />
        <Minutes
          label={words.supervisorMinutes}
          value={rule.supervisorMinutes}
          isReadOnly={isReadOnly}
          put={(supervisorMinutes) => put({ supervisorMinutes })}
        />
        <Select
          mt="sm"
          label={words.onLate}
          allowDeselect={false}
          readOnly={isReadOnly}
          data={choices.map((value) => ({ value, label: words.late[value] }))}
          value={rule.onLate}
          onChange={(value) => put({ onLate: choices.find((one) => one === value) ?? rule.onLate })}
        />
        {!isReadOnly && (
          <Button type="submit" mt="md" size="sm" disabled={!isChanged} loading={isBusy}>
            {t.settings.save}
          </Button>
        )}
      </form>
    </section>
  )
}

function Minutes(props: { label: string; value: number; isReadOnly: boolean; put: (minutes: number) => void }) {
  return (
    <NumberInput
      mt="sm"
      label={props.label}
      min={1}
      max={480}
      allowDecimal={false}
      readOnly={props.isReadOnly}
      value={props.value}
      onChange={(value) => props.put(Math.max(1, Number(value) || 1))}
    />
  )
}
