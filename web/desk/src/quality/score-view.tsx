import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { QualityScoreView } from '#contracts'
import { addressOf, saveFile } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { formatRoute } from '../shell/route.ts'

/** A score with each mark it is made of, and below it what may be done. */
export function ScoreView({ score, name, children }: { score: QualityScoreView; name?: string; children?: ReactNode }) {
  const { t, format, language, explain } = useI18n()
  const words = useQualityWords()
  const itemOf = (code: string) => score.card.items.find((item) => item.code === code)
  const causeOf = (code: string | null) => score.card.causes.find((cause) => cause.code === code)?.names[language]
  const markOf = (mark: number | null) => {
    if (mark === null) return words.mark.none
    return mark === 1 ? words.mark.well : mark === 0 ? words.mark.failed : words.mark.half
  }
  const save = () =>
    void saveFile(addressOf(`/api/quality/scores/${score.id}/sheet`, { locale: language })).catch((error: unknown) =>
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error) }),
    )
  return (
    <article className="panel quality-score">
      <header>
        <b className="tabular">{format.number(Math.round(score.total))}</b>
        <a className="tabular" href={formatRoute({ page: 'inbox', view: 'closed', requestId: score.requestId })}>
          {score.number}
        </a>
        {name && <span>{name}</span>}
        <time className="soft" dateTime={score.at}>
          {format.moment(score.at, Date.now())}
        </time>
        {score.isZeroed && (
          <span className="standing" data-standing="withdrawn">
            {words.own.zeroed}
          </span>
        )}
        <Button size="xs" variant="default" leftSection={<IconDownload size={15} aria-hidden />} onClick={save}>
          {words.own.sheet}
        </Button>
      </header>
      <dl className="setting-lines">
        {score.marks.map(({ item, mark, cause, note }) => (
          <div key={item}>
            <dt>{itemOf(item)?.names[language] ?? item}</dt>
            <dd>{[markOf(mark), causeOf(cause), note].filter(Boolean).join(' · ') || t.common.none}</dd>
          </div>
        ))}
      </dl>
      {score.note && <blockquote>{score.note}</blockquote>}
      {children}
    </article>
  )
}
