import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { HouseCheck, HouseHealth } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import type { Dictionary } from '../i18n/uz-latn.ts'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { figureText } from './figure-text.ts'

/** There is no frame for it; whoever looks here wants to see whether it changes. */
const lookAgainMs = 10_000
const icons = { well: IconCircleCheck, watch: IconAlertTriangle, bad: IconCircleX } as const

/** How the program does: each thing with a sign, its figures, and where something is wrong what to do. */
export function HealthSection() {
  const { t, format } = useI18n()
  const health = useQuery({
    queryKey: ['house-health'],
    refetchInterval: lookAgainMs,
    staleTime: 0,
    queryFn: () => getJson<HouseHealth>('/api/house/health'),
  })
  if (health.isError && !health.data) return <FaultScreen error={health.error} retry={() => health.refetch()} />
  if (!health.data) return <PanelSkeleton />
  const { checks, mode, startedAt, roles, nodeVersion } = health.data
  const now = Date.now()
  return (
    <>
      <p className="soft house-line">
        {[t.house.modes[mode], t.house.startedAt(format.moment(startedAt, now)), `Node ${nodeVersion}`, roles.join(' · ')].join(
          t.words.separator,
        )}
      </p>
      <ul className="checks">
        {checks.map((check) => (
          <CheckCard key={check.name} check={check} />
        ))}
      </ul>
    </>
  )
}

function CheckCard({ check }: { check: HouseCheck }) {
  const { t, format } = useI18n()
  const Icon = icons[check.sign]
  const words: Dictionary['house']['checks'] = t.house.checks
  const known = words[check.name]
  return (
    <li className="panel check" data-sign={check.sign}>
      <h2>
        <Icon size={20} stroke={1.8} aria-hidden />
        {known?.name ?? check.name}
        <span className="standing" data-sign={check.sign}>
          {t.house.signs[check.sign]}
        </span>
      </h2>
      <dl>
        {Object.entries(check.figures).map(([name, value]) => (
          <div key={name}>
            <dt>{t.house.figures[name] ?? name}</dt>
            <dd className="tabular">{figureText(t, format, name, value)}</dd>
          </div>
        ))}
      </dl>
      {check.sign !== 'well' && known && <p className="soft">{known.toDo}</p>}
    </li>
  )
}
