import type { ReactNode } from 'react'

/** One group of facts under its name. */
export function Card({ title, side, children }: { title: string; side?: ReactNode; children: ReactNode }) {
  return (
    <section className="card">
      <header>
        <h3>{title}</h3>
        {side}
      </header>
      {children}
    </section>
  )
}

/** One fact: its name on the left, its value on the right. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <span className="soft">{name}</span>
      <span className="fact-value">{children}</span>
    </div>
  )
}
