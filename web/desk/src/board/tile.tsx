import type { ReactNode } from 'react'

type TileProps = { name: string; value: ReactNode; isBad?: boolean; href?: string }

/** One figure with its name; with `href` the whole of it leads to what it counts. */
export function Tile({ name, value, isBad = false, href }: TileProps) {
  if (href !== undefined) {
    return (
      <a className="tile" href={href} data-bad={isBad || undefined}>
        <span className="soft">{name}</span>
        <b className="tabular">{value}</b>
      </a>
    )
  }
  return (
    <div className="tile" data-bad={isBad || undefined}>
      <span className="soft">{name}</span>
      <b className="tabular">{value}</b>
    </div>
  )
}
