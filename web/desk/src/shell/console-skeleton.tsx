import { useI18n } from '../i18n/i18n.tsx'

const rows = Array.from({ length: 9 }, (_, index) => `row-${index}`)

/** The console's outline while the first snapshot is on its way: the eye finds its places at once. */
export function ConsoleSkeleton() {
  const { t } = useI18n()
  return (
    <div className="console" aria-busy="true">
      <span className="visually-hidden" role="status">
        {t.common.loading}
      </span>
      <div className="rail" />
      <div className="inbox">
        <div className="pane list-pane">
          <span className="bone bone-field" />
          <RowSkeletons />
        </div>
        <div className="pane centre-pane" />
      </div>
    </div>
  )
}

/** Rows of the list in outline. */
export function RowSkeletons() {
  return (
    <div aria-hidden="true">
      {rows.map((row) => (
        <RowSkeleton key={row} />
      ))}
    </div>
  )
}

/** A row that is on its way. */
export function RowSkeleton() {
  return (
    <div className="row-skeleton" aria-hidden="true">
      <span className="bone" />
      <span className="bone" />
      <span className="bone" />
    </div>
  )
}
