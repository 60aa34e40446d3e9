import { Button, NumberInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  type RetentionCategory,
  type RetentionPreview,
  type RetentionState,
  type RetentionTerms,
  retentionCategories,
} from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson, sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { SaveBar } from '../settings/save-bar.tsx'
import { useSettingsDraft } from '../settings/use-settings-draft.ts'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { ErasuresPanel } from './erasures-panel.tsx'
import { HoldsPanel } from './holds-panel.tsx'

/** How long what is kept, what would go by a changed term before it is saved, holds, and clients to be forgotten. */
export function RetentionSection() {
  const { may } = useConsole()
  const state = useQuery({ queryKey: ['retention'], queryFn: () => getJson<RetentionState>('/api/retention') })
  if (state.isError && !state.data) return <FaultScreen error={state.error} retry={() => state.refetch()} />
  if (!state.data) return <PanelSkeleton />
  return (
    <>
      <Terms state={state.data} />
      <HoldsPanel />
      {may('client.erase') && <ErasuresPanel />}
    </>
  )
}

function Terms({ state }: { state: RetentionState }) {
  const { t, format } = useI18n()
  const { may } = useConsole()
  const send = useSend()
  const mayEdit = may('retention.edit')
  const draft = useSettingsDraft(state.terms)
  const terms: RetentionTerms = draft.value ?? state.terms
  const isBelow = (category: RetentionCategory) => (terms[category] ?? Number.POSITIVE_INFINITY) < (state.floors[category] ?? 0)
  const isSound = !retentionCategories.some(isBelow)
  const preview = useQuery({
    queryKey: ['retention-preview', terms],
    enabled: isSound,
    queryFn: () => sendJson<RetentionPreview>('POST', '/api/retention/preview', terms),
  })
  const save = () => send({ path: '/api/retention', body: terms, done: t.settings.saved, stale: ['retention'] })
  return (
    <section className="panel records-panel">
      <h2>{t.records.terms}</h2>
      <p className="soft">{t.records.termsHint}</p>
      <div className="table-place">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t.records.category}</th>
              <th scope="col">{t.records.days}</th>
              <th scope="col">{t.records.floor}</th>
              <th scope="col">{t.records.wouldGo}</th>
              <th scope="col">{t.records.held}</th>
            </tr>
          </thead>
          <tbody>
            {retentionCategories.map((category) => {
              const seen = preview.data?.find((one) => one.category === category)
              return (
                <tr key={category}>
                  <th scope="row">{t.records.categories[category]}</th>
                  <td>
                    <NumberInput
                      size="xs"
                      w={110}
                      ml="auto"
                      aria-label={`${t.records.categories[category]}: ${t.records.days}`}
                      placeholder={t.records.forGood}
                      readOnly={!mayEdit}
                      min={1}
                      allowDecimal={false}
                      error={isBelow(category)}
                      value={terms[category] ?? ''}
                      onChange={(value) => draft.put({ [category]: typeof value === 'number' ? value : null })}
                    />
                  </td>
                  <td>{format.number(state.floors[category] ?? 1)}</td>
                  <td>{seen ? `${format.number(seen.count)}${seen.isCut ? '+' : ''}` : ''}</td>
                  <td>{seen ? format.number(seen.held) : ''}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <p className="soft">
        {t.records.lastRun}: {state.lastRunAt === null ? t.records.neverRun : format.moment(state.lastRunAt, Date.now())}
      </p>
      {preview.isError && (
        <Button size="xs" variant="default" onClick={() => void preview.refetch()}>
          {t.settings.preview}
        </Button>
      )}
      <SaveBar isDirty={draft.isDirty} mayEdit={mayEdit} isSound={isSound} save={save} revert={draft.revert} />
    </section>
  )
}
