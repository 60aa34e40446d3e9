import type { ReactNode } from 'react'

/** Where a wide table scrolls sideways within its page. @param label what the table shows, for who hears the screen. */
export function TablePlace({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="table-place scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
