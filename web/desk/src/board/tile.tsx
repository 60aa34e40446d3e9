import type { ReactNode } from 'react'

/** One figure with its name. */
export function Tile({ name, value, isBad = false }: { name: string; value: ReactNode; isBad?: boolean }) {
  return (
    <div className="tile" data-bad={isBad || undefined}>
      <span className="soft">{name}</span>
      <b className="tabular">{value}</b>
    </div>
  )
}
