import { Drawer, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MessageProof, TemplateEditView } from '#contracts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { formatRoute } from '../shell/route.ts'
import { ChangedWords } from '../templates/changed-words.tsx'
import { Fact } from './card.tsx'

/** Which words a client was sent, which approved version they were, who wrote and approved it, and what was changed. */
export function ProofDrawer({ messageId, close }: { messageId: string | null; close: () => void }) {
  const { t } = useI18n()
  return (
    <Drawer
      opened={messageId !== null}
      onClose={close}
      position="right"
      size={500}
      title={<b>{t.proof.title}</b>}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {messageId && <Proof messageId={messageId} />}
    </Drawer>
  )
}

function Proof({ messageId }: { messageId: string }) {
  const { t, format } = useI18n()
  const asked = useQuery({
    queryKey: ['proof', messageId],
    staleTime: 0,
    queryFn: () => getJson<MessageProof>(`/api/messages/${messageId}/proof`),
  })
  if (asked.isError) return <FaultScreen error={asked.error} retry={() => asked.refetch()} />
  if (!asked.data) return <Skeleton height={260} />
  const proof = asked.data
  return (
    <div className="proof">
      <Fact name={t.proof.sentBy}>{proof.author?.name ?? t.timeline.system}</Fact>
      <Fact name={t.proof.sentAt}>{format.full(proof.sentAt)}</Fact>
      {proof.delivery && <Fact name={t.proof.delivery}>{t.timeline.delivery[proof.delivery.state][0]}</Fact>}
      <ProofTemplate template={proof.template} />
      <h3>{t.proof.sentText}</h3>
      <blockquote>{proof.text}</blockquote>
      {proof.template && <Changes edit={proof.edit} />}
    </div>
  )
}

function ProofTemplate({ template }: Pick<MessageProof, 'template'>) {
  const { t, format } = useI18n()
  if (template === null) return <p className="soft">{t.proof.noTemplate}</p>
  const named = (person: { name: string } | null) => person?.name ?? t.templates.withProgram
  return (
    <>
      <Fact name={t.timeline.template}>
        <a href={formatRoute({ page: 'templates', templateId: template.templateId })}>{`/${template.shortcut}`}</a>
        {` · ${t.settings.version(template.version)}`}
      </Fact>
      <Fact name={t.templates.author}>{named(template.author)}</Fact>
      <Fact name={t.templates.approver}>{named(template.approver)}</Fact>
      {template.publishedAt && <Fact name={t.templates.published}>{format.full(template.publishedAt)}</Fact>}
      <Fact name={t.proof.inForceNow}>{t.templates.standings[template.standing]}</Fact>
      {template.approvedText && (
        <>
          <h3>{t.proof.approvedText}</h3>
          <blockquote lang={template.language ?? undefined}>{template.approvedText}</blockquote>
        </>
      )}
    </>
  )
}

function Changes({ edit }: { edit: TemplateEditView | null }) {
  const { t, format } = useI18n()
  if (edit === null) return <p className="confirmed">{t.proof.asApproved}</p>
  return (
    <>
      <h3>{t.proof.changes}</h3>
      <p className="soft">
        {t.proof.changed(format.percent(edit.share))}
        {edit.isBeyond && <span className="growth">{t.proof.beyond}</span>}
      </p>
      <ChangedWords parts={edit.parts} />
    </>
  )
}
