import { Button, NumberInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { QualitySampleView, QualityTaskView } from '#contracts'
import { useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { periodOf } from '../statistics/period.ts'
import { TaskForm } from './task-form.tsx'

/** Drawing samples, and what of the chosen one is to be scored. */
export function ScoringSection() {
  const samples = useQuery({
    queryKey: ['quality-samples'],
    queryFn: () => getJson<QualitySampleView[]>('/api/quality/samples'),
  })
  const [chosenId, setChosenId] = useState<string | null>(null)
  if (samples.isError) return <FaultScreen error={samples.error} retry={() => samples.refetch()} />
  if (!samples.data) return <PanelSkeleton />
  const sample = samples.data.find(({ id }) => id === chosenId) ?? samples.data[0]
  return (
    <>
      <DrawForm />
      {sample && <SampleTasks key={sample.id} sample={sample} samples={samples.data} choose={setChosenId} />}
    </>
  )
}

function DrawForm() {
  const words = useQualityWords().sample
  const send = useSend()
  const [draft, setDraft] = useState(() => ({
    ...periodOf('month', Date.now()),
    plan: { perOperator: 5, riskyPerOperator: 2, doublePercent: 10 },
  }))
  const { isBusy, submit } = useSubmit(
    () => undefined,
    () => send({ path: '/api/quality/samples', body: draft, done: words.drawn, stale: ['quality-samples'] }),
  )
  const number = (key: keyof typeof draft.plan, label: string, max: number) => (
    <NumberInput
      label={label}
      min={0}
      max={max}
      allowDecimal={false}
      value={draft.plan[key]}
      onChange={(value) => setDraft((one) => ({ ...one, plan: { ...one.plan, [key]: Number(value) || 0 } }))}
    />
  )
  const day = (key: 'from' | 'to') => (
    <label className="date-field">
      <span className="soft">{words[key]}</span>
      <input
        type="date"
        value={draft[key]}
        onChange={(event) => event.currentTarget.value && setDraft({ ...draft, [key]: event.currentTarget.value })}
      />
    </label>
  )
  return (
    <form className="panel quality-draw" onSubmit={submit} aria-label={words.draw}>
      {day('from')}
      {day('to')}
      {number('perOperator', words.perOperator, 50)}
      {number('riskyPerOperator', words.risky, 50)}
      {number('doublePercent', words.double, 100)}
      <Button type="submit" loading={isBusy} disabled={draft.from > draft.to}>
        {words.draw}
      </Button>
      <p className="soft form-hint">{words.hint}</p>
    </form>
  )
}

type TasksProps = {
  sample: QualitySampleView
  samples: readonly QualitySampleView[]
  choose: (id: string | null) => void
}

function SampleTasks({ sample, samples, choose }: TasksProps) {
  const words = useQualityWords()
  const [taskId, setTaskId] = useState<string | null>(null)
  const tasks = useQuery({
    queryKey: ['quality-tasks', sample.id],
    queryFn: () => getJson<QualityTaskView[]>(`/api/quality/samples/${sample.id}/tasks`),
  })
  const open = tasks.data?.find(({ id }) => id === taskId && id !== null)
  return (
    <section className="panel">
      <Select
        label={words.sample.choose}
        allowDeselect={false}
        data={samples.map(({ id, from, to, scored, needed }) => ({
          value: id,
          label: words.told.sampleOf(from, to, `${scored} / ${needed}`),
        }))}
        value={sample.id}
        onChange={choose}
      />
      <p className="soft form-hint">{words.told.seed(sample.seed, sample.population, sample.drawn)}</p>
      {tasks.data?.every(({ isDone }) => isDone) && <p className="panel-empty">{words.sample.nothing}</p>}
      <ul className="quality-tasks">
        {tasks.data?.map((task) => (
          <li key={task.id}>
            <TaskButton task={task} isOpen={task.id === taskId} open={() => setTaskId(task.id)} />
          </li>
        ))}
      </ul>
      {open && !open.isDone && <TaskForm key={open.id} taskId={open.id} close={() => setTaskId(null)} />}
    </section>
  )
}

function TaskButton({ task, isOpen, open }: { task: QualityTaskView; isOpen: boolean; open: () => void }) {
  const { t } = useI18n()
  const words = useQualityWords()
  return (
    <button type="button" aria-expanded={isOpen} disabled={task.isDone} onClick={open}>
      <b className="tabular">{task.number}</b>
      <span>{[t.words.channels[task.channel], t.words.types[task.type]].join(' · ')}</span>
      {task.risks.map((risk) => (
        <span key={risk} className="standing" data-standing="review">
          {words.risks[risk]}
        </span>
      ))}
      {task.isDone && <span className="standing">{words.sample.done}</span>}
    </button>
  )
}
