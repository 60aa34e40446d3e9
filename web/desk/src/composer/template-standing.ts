/** What has become of the template a reply was begun with, while the operator was writing. */
import { useQuery } from '@tanstack/react-query'
import type { TemplateDetail, TemplateVersionView, TemplateView } from '#contracts'
import { getJson } from '../api/http.ts'
import type { Draft } from './drafts.ts'
import { fillTemplate, readVariables } from './template-text.ts'

export type TemplateNow =
  | { readonly what: 'fine' }
  /** Taken back, archived or past its last day: the hub would refuse it. */
  | { readonly what: 'gone' }
  | { readonly what: 'newer'; readonly newer: TemplateView }

const fine: TemplateNow = { what: 'fine' }

/**
 * Read when a template is put in and again at every frame about it, so that a draft kept from yesterday is looked at too.
 * Until it is known, and where it cannot be, nothing is said: the hub refuses what must not be sent.
 */
export function useTemplateStanding(template: TemplateView | null): TemplateNow {
  const detail = useQuery({
    queryKey: ['template', template?.id ?? ''],
    enabled: template !== null,
    queryFn: () => getJson<TemplateDetail>(`/api/templates/${template?.id}`),
  })
  return template && detail.data ? standingOf(template, detail.data) : fine
}

/** @param template as it was put in, with its version. */
export function standingOf(template: TemplateView, detail: TemplateDetail): TemplateNow {
  const own = detail.versions.find((one) => one.versionId === template.versionId)
  if (own === undefined || own.standing === 'in_force') return detail.isArchived ? { what: 'gone' } : fine
  const newer = detail.isArchived ? undefined : detail.versions.find((one) => one.standing === 'in_force')
  return newer ? { what: 'newer', newer: viewOf(detail, newer) } : { what: 'gone' }
}

function viewOf(detail: TemplateDetail, version: TemplateVersionView): TemplateView {
  const { texts, variables, scope, versionId } = version
  return {
    id: detail.id,
    shortcut: detail.shortcut,
    title: detail.title,
    ...scope,
    versionId,
    version: version.version,
    texts,
    variables,
  }
}

/** The newer words with the places that were filled in already; what was changed beside them is not kept. */
export function fillAnew(draft: Draft, newer: TemplateView, known: Readonly<Record<string, string>>): string {
  const filled = draft.template ? readVariables(draft.template, draft.language, draft.reply) : null
  const given = Object.entries(filled ?? {}).filter(([, value]) => !value.startsWith('{{'))
  return fillTemplate(newer, draft.language, { ...known, ...Object.fromEntries(given) }).text
}
