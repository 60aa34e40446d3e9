import { type ReactNode, useEffect, useRef } from 'react'
import { formatRoute, type Route } from './route.ts'

/** The name of a page, one line about it, and what may be done on the whole of it. */
export function PageHead({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        <p className="soft">{lead}</p>
      </div>
      {children}
    </header>
  )
}

type TabsProps<S extends string> = {
  label: string
  section: S
  names: Readonly<Record<S, string>>
  sections: readonly S[]
  routeOf: (section: S) => Route
}

/** The parts of a page; each has its own address, so that reload, "back" and a link from a colleague open the same part. */
export function PageTabs<S extends string>({ label, section, names, sections, routeOf }: TabsProps<S>) {
  const current = useRef<HTMLAnchorElement>(null)
  // On a phone the tabs are one line that is pushed aside: the one that is open is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part is another tab.
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to tidy up.
    void current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [section])
  return (
    <nav className="page-tabs" aria-label={label}>
      {sections.map((one) => (
        <a
          key={one}
          ref={one === section ? current : null}
          href={formatRoute(routeOf(one))}
          aria-current={one === section ? 'page' : undefined}
        >
          {names[one]}
        </a>
      ))}
    </nav>
  )
}
