import '../look/channels.css'
import { Button, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowLeft, IconCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { type ChangeSetUpInput, type SetUpStep, type SetUpView, setUpSteps, shortestBankName } from '#contracts'
import { sendJson } from '../api/http.ts'
import { AccountsSection } from '../channels/accounts-section.tsx'
import { useI18n } from '../i18n/i18n.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { goTo } from '../shell/route.ts'
import { DepartmentsSection } from './departments-section.tsx'
import { HoursStep } from './hours-step.tsx'
import { StaffSection } from './staff-section.tsx'
import { useSetUp } from './use-set-up.ts'

type Place = SetUpStep | 'finish'
const places: readonly Place[] = [...setUpSteps, 'finish']
const bodies: Record<Exclude<Place, 'bank' | 'finish'>, () => ReactElement> = {
  hours: () => <HoursStep />,
  departments: () => <DepartmentsSection />,
  channel: () => <AccountsSection />,
  staff: () => <StaffSection />,
}

/** The way from a new installation to one a bank can work with; left at any step, it goes on there. */
export function SetUpSection() {
  const setUp = useSetUp(true)
  if (setUp.isError) return <FaultScreen error={setUp.error} retry={() => setUp.refetch()} />
  return setUp.data ? <SetUpWay setUp={setUp.data} /> : <PanelSkeleton />
}

const firstOpen = ({ done }: SetUpView): Place => setUpSteps.find((step) => !done.includes(step)) ?? 'finish'

function SetUpWay({ setUp }: { setUp: SetUpView }) {
  const { t } = useI18n()
  const [place, setPlace] = useState<Place>(() => (setUp.state === 'done' ? 'bank' : firstOpen(setUp)))
  const put = usePut()
  const index = places.indexOf(place)
  const next = () => {
    const following = places[index + 1]
    if (following) setPlace(following)
  }
  const pass = (step: SetUpStep) => put({ step }).then((isDone) => isDone && next())
  const texts = t.house.steps[place]
  return (
    <div className="set-up-way">
      <ol className="set-up-steps">
        {places.map((one) => (
          <li key={one}>
            <button type="button" aria-current={one === place ? 'step' : undefined} onClick={() => setPlace(one)}>
              <StepMark
                isDone={one === 'finish' ? setUp.state === 'done' : setUp.done.includes(one)}
                number={places.indexOf(one) + 1}
              />
              {t.house.steps[one].name}
            </button>
          </li>
        ))}
      </ol>
      <div className="set-up-step">
        <h2>{texts.name}</h2>
        <p className="soft">{texts.lead}</p>
        {place === 'bank' && <BankStep setUp={setUp} put={put} next={next} />}
        {place === 'finish' && <FinishStep setUp={setUp} put={put} />}
        {place !== 'bank' && place !== 'finish' && (
          <>
            {bodies[place]()}
            <StepButtons back={() => setPlace(places[index - 1] ?? 'bank')} next={() => void pass(place)} />
          </>
        )}
      </div>
    </div>
  )
}

function StepMark({ isDone, number }: { isDone: boolean; number: number }) {
  const { t } = useI18n()
  return (
    <span className="step-mark" data-done={isDone || undefined}>
      {isDone ? <IconCheck size={15} stroke={2.4} role="img" aria-label={t.house.stepDone} /> : number}
    </span>
  )
}

function StepButtons({ back, next }: { back: () => void; next: () => void }) {
  const { t } = useI18n()
  return (
    <div className="house-buttons">
      <Button variant="default" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={back}>
        {t.house.back}
      </Button>
      <Button onClick={next}>{t.house.next}</Button>
    </div>
  )
}

type Put = (change: ChangeSetUpInput) => Promise<boolean>

/** Each change answers with how it stands now; where the bank's name is shown is read anew. */
function usePut(): Put {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  return async (change) => {
    try {
      client.setQueryData(['set-up'], await sendJson<SetUpView>('PATCH', '/api/set-up', change))
      if ('bankName' in change) await client.invalidateQueries({ queryKey: ['directory'] })
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error), autoClose: 10_000 })
      return false
    }
  }
}

function BankStep({ setUp, put, next }: { setUp: SetUpView; put: Put; next: () => void }) {
  const { t } = useI18n()
  const [name, setName] = useState(setUp.bankName ?? '')
  const isSound = name.trim().length >= shortestBankName
  const save = async () => {
    if ((await put({ bankName: name.trim() })) && (await put({ step: 'bank' }))) next()
  }
  return (
    <form
      className="panel"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextInput
        maw={460}
        label={t.house.bankName}
        description={t.house.bankNameHint}
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <p className="own-password">
        <IconCheck size={16} aria-hidden />
        {t.house.ownPassword}
      </p>
      <div className="house-buttons">
        <Button type="submit" disabled={!isSound}>
          {t.house.next}
        </Button>
      </div>
    </form>
  )
}

function FinishStep({ setUp, put }: { setUp: SetUpView; put: Put }) {
  const { t } = useI18n()
  const left = setUpSteps.filter((step) => !setUp.done.includes(step))
  const finish = async () => {
    if (!(await put({ state: 'done' }))) return
    notifications.show({ color: 'green', message: t.house.finished })
    goTo({ page: 'board' })
  }
  return (
    <div className="panel">
      {left.length === 0 ? (
        <p>{t.house.allDone}</p>
      ) : (
        <>
          <p>{t.house.notLookedAt}</p>
          <ul>
            {left.map((step) => (
              <li key={step}>{t.house.steps[step].name}</li>
            ))}
          </ul>
        </>
      )}
      <div className="house-buttons">
        <Button disabled={setUp.state === 'done'} onClick={() => void finish()}>
          {setUp.state === 'done' ? t.house.isFinished : t.house.finish}
        </Button>
      </div>
    </div>
  )
}
