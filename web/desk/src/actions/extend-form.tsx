import { NumberInput, Select, Skeleton, Text, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ExtendStatutoryInput, RequestSummary, TemplateView } from '#contracts'
import { getJson } from '../api/http.ts'
import { useKnownVariables } from '../composer/known-variables.ts'
import { Places } from '../composer/places.tsx'
import { areFilesTaken, TemplateFiles } from '../composer/template-files.tsx'
import { fillTemplate, gapsIn, readableText, replyLanguage } from '../composer/template-text.ts'
import { useRequestSend } from '../facts/use-request-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useLive } from '../live/use-live.tsx'
import { usePlaces } from '../public/use-places.ts'
import { useActions } from './actions-context.tsx'
import { FormButtons, useSubmit } from './form-parts.tsx'

const dayMs = 86_400_000
const shortestReason = 3
const usualExtension = 15

/** The one extension of the legal term: a reason, a new term, and the approved words that tell the client. */
export function ExtendForm({ close }: { close: () => void }) {
  const { request } = useActions()
  const term = useLive((state) => state.timelines.get(request?.id ?? '')?.facts?.value.time?.legal.term)
  const templates = useQuery({
    queryKey: ['templates', request?.id, 'notice'],
    enabled: request !== null,
    queryFn: () => getJson<TemplateView[]>('/api/templates', { requestId: request?.id, limit: 50 }),
  })
  if (!request || !term || templates.isPending) return <Skeleton height={260} />
  return <Extend request={request} term={term} templates={templates.data ?? []} close={close} />
}

type Props = {
  request: RequestSummary
  term: { days: number; registeredAt: string; dueAt: string | null }
  templates: readonly TemplateView[]
  close: () => void
}

/** A notice says until when: templates that name the day come first. */
const tellsDay = (template: TemplateView) => template.variables.some(({ name }) => name === 'answer_by')

function Extend({ request, term, templates, close }: Props) {
  const { t, format } = useI18n()
  const send = useRequestSend(request.id)
  const [reason, setReason] = useState('')
  const [termDays, setTermDays] = useState(term.days + usualExtension)
  const [templateId, setTemplateId] = useState<string | null>(templates.find(tellsDay)?.id ?? null)
  const [places, setPlaces] = useState<Readonly<Record<string, string>>>({})
  const template = templates.find((one) => one.id === templateId) ?? null
  // The notice goes where the two have written last.
  const place = usePlaces(request.id).data?.places[0] ?? null
  const dueMs = term.dueAt === null ? null : Date.parse(term.dueAt) + (termDays - term.days) * dayMs
  const isTold = template !== null && areFilesTaken({ template, place })
  const { isBusy, submit } = useSubmit(close, () => {
    const notice = { templateVersionId: template?.versionId ?? '', variables: { ...places } }
    const body: ExtendStatutoryInput = { reason: reason.trim(), termDays, notice }
    return send({ path: 'statutory/extend', body, done: t.legal.extended })
  })
  const sorted = useMemo(() => [...templates].sort((a, b) => Number(tellsDay(b)) - Number(tellsDay(a))), [templates])
  return (
    <form onSubmit={submit}>
      <Text className="soft" fz="sm" mb="sm">
        {t.legal.extendHint}
      </Text>
      <Textarea
        label={t.legal.reason}
        required
        autosize
        minRows={2}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="form-pair">
        <NumberInput
          label={t.legal.extendDays}
          description={t.legal.extendDaysHint(term.days)}
          min={term.days + 1}
          max={366}
          allowDecimal={false}
          value={termDays}
          onChange={(value) => setTermDays(Number(value) || term.days + 1)}
        />
        <NoticeChoice templates={sorted} templateId={templateId} choose={setTemplateId} />
      </div>
      {dueMs !== null && (
        <Text fz="sm" mt="xs" fw={600}>
          {t.legal.newLastDay(format.day(dueMs - 1, Date.now()))}
        </Text>
      )}
      {template && <NoticePreview request={request} template={template} dueMs={dueMs} places={places} setPlaces={setPlaces} />}
      <TemplateFiles template={template} place={place} />
      <FormButtons
        close={close}
        submit={t.legal.extendSubmit}
        isReady={isTold && reason.trim().length >= shortestReason && termDays > term.days}
        isBusy={isBusy}
      />
    </form>
  )
}

type ChoiceProps = { templates: readonly TemplateView[]; templateId: string | null; choose: (id: string | null) => void }

function NoticeChoice({ templates, templateId, choose }: ChoiceProps) {
  const { t, language } = useI18n()
  return (
    <Select
      label={t.legal.notice}
      description={templates.length === 0 ? t.legal.noNotice : t.legal.chooseNotice}
      required
      searchable
      nothingFoundMessage={t.actions.nothingFound}
      data={templates.map(({ id, title }) => ({ value: id, label: title[language] }))}
      value={templateId}
      onChange={choose}
    />
  )
}

type PreviewProps = {
  request: RequestSummary
  template: TemplateView
  dueMs: number | null
  places: Readonly<Record<string, string>>
  setPlaces: (places: Readonly<Record<string, string>>) => void
}

/** The notice as the client will read it, with a field for each place only a person can fill. */
function NoticePreview({ request, template, dueMs, places, setPlaces }: PreviewProps) {
  const { t } = useI18n()
  const known = useKnownVariables(request)
  const language = replyLanguage(request.language)
  const answerBy = dueMs === null ? '' : new Date(dueMs - 1).toLocaleDateString('ru-RU', { timeZone: 'Asia/Tashkent' })
  const given = { ...known, answer_by: answerBy, ...places }
  const open = gapsIn(fillTemplate(template, language, { ...known, answer_by: answerBy }).text)
  return (
    <>
      <Places template={template} gaps={open} values={places} put={(name, value) => setPlaces({ ...places, [name]: value })} />
      <blockquote className="notice-preview" lang={language}>
        {readableText(fillTemplate(template, language, given).text, t.composer.variables)}
      </blockquote>
    </>
  )
}
