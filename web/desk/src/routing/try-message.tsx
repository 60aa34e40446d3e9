import { Button, Group, Select, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type ChannelKind, channelKinds, type TriedMessage } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { PriorityBadge, TypeBadge } from '../inbox/badges.tsx'
import { useConsole, useOperators } from '../shell/console-context.tsx'
import { MessageText } from '../timeline/message-text.tsx'

const longestText = 8000

/** A text that was never sent: what it would be taken for, who would get it and why, and by when. */
export function TryMessage() {
  const { t, explain } = useI18n()
  const [text, setText] = useState('')
  const [channel, setChannel] = useState<ChannelKind>('telegram')
  const trying = useMutation({
    mutationFn: () => sendJson<TriedMessage>('POST', '/api/routing/try', { text: text.trim(), channel }),
  })
  return (
    <section className="panel">
      <h2>{t.routing.tryTitle}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          trying.mutate()
        }}
      >
        <Textarea
          label={t.routing.tryText}
          description={t.routing.tryHint}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={longestText}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group mt="sm" justify="space-between">
          <Select
            aria-label={t.statistics.channel}
            allowDeselect={false}
            data={channelKinds.map((value) => ({ value, label: t.words.channels[value] }))}
            value={channel}
            onChange={(value) => setChannel(channelKinds.find((one) => one === value) ?? 'telegram')}
          />
          <Button type="submit" disabled={text.trim() === ''} loading={trying.isPending}>
            {t.routing.trySubmit}
          </Button>
        </Group>
      </form>
      <div aria-live="polite">
        {trying.isError && <p className="rejection">{explain(trying.error)}</p>}
        {trying.data && <Tried tried={trying.data} />}
      </div>
    </section>
  )
}

function Tried({ tried }: { tried: TriedMessage }) {
  const { t, format } = useI18n()
  const { topicName, departmentName } = useConsole()
  const { classification, clocks } = tried
  return (
    <div className="tried">
      <div className="bubble">
        <MessageText text={tried.text} maskedKinds={[]} reasons={classification.reasons} />
      </div>
      <p className="matter-head">
        <TypeBadge type={classification.type} />
        <PriorityBadge priority={classification.priority} />
        <b>{topicName(classification.topic)}</b>
        <span className="soft">{t.routing.confidence(format.percent(classification.confidence))}</span>
      </p>
      <p className="matter-head">
        <span className="soft">{t.facts.department}</span>
        <b>{departmentName(tried.departmentId)}</b>
        {tried.incidentId !== null && <span className="growth">{t.routing.byIncident}</span>}
      </p>
      <Chosen tried={tried} />
      <h3 className="matters-head">{t.facts.clocks}</h3>
      <ul className="tried-lines">
        {clocks.map((clock) => (
          <li key={clock.kind}>
            <span>{t.words.clocks[clock.kind]}</span>
            <span className="soft">{format.duration(clock.targetMs)}</span>
            <b className="tabular">{format.moment(clock.dueAt, Date.now())}</b>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Chosen({ tried }: { tried: TriedMessage }) {
  const { t, format } = useI18n()
  const operators = useOperators()
  const nameOf = (id: string) => operators.find((one) => one.id === id)?.displayName ?? id
  return (
    <>
      <p className="matter-head">
        <span className="soft">{t.routing.wouldGet}</span>
        <b>{tried.operatorId === null ? t.routing.nobody : nameOf(tried.operatorId)}</b>
        {tried.rule !== null && <span className="soft">{t.routing.rules[tried.rule]}</span>}
      </p>
      <ul className="tried-lines">
        {tried.candidates.map((one) => (
          <li key={one.operatorId} data-chosen={one.verdict === 'chosen' || undefined}>
            <span>{nameOf(one.operatorId)}</span>
            <span className="soft tabular">{t.routing.load(format.number(one.load), format.number(one.capacity))}</span>
            <span>{t.routing.verdicts[one.verdict]}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
