import { NumberInput, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ComposerMode, type ComposerModeInput, type ComposerModes, channelKinds, composerModes } from '#contracts'
import { useSend } from '../actions/use-send.ts'
import { getJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { FaultScreen } from '../shell/fault-screen.tsx'
import { PanelSkeleton } from '../shell/page-skeleton.tsx'
import { ReviewRuleCard } from './review-rule-card.tsx'

/** How free an operator's words are, per channel and topic and in public; what is not set is free. */
export function WordsSection() {
  const { t } = useI18n()
  const { directory, topicName, may } = useConsole()
  const send = useSend()
  const modes = useQuery({
    queryKey: ['composer-modes'],
    queryFn: () => getJson<ComposerModes>('/api/composer-modes'),
  })
  if (modes.isError) return <FaultScreen error={modes.error} retry={() => modes.refetch()} />
  if (!modes.data) return <PanelSkeleton />
  const change = (body: ComposerModeInput) =>
    send({
      method: 'PATCH',
      path: '/api/composer-modes',
      body,
      done: t.routingMore.modeSaved,
      stale: ['composer-modes', 'places'],
    })
  const { channels, topics, publicMode, editLimit } = modes.data
  return (
    <>
      <p className="soft form-hint">{t.routingMore.modesHint}</p>
      <div className="board-columns settings-columns">
        <div className="board-side">
          <section className="panel">
            <h2>{t.routingMore.byChannel}</h2>
            <dl className="setting-lines">
              {channelKinds.map((channel) => (
                <ModeLine
                  key={channel}
                  name={t.words.channels[channel]}
                  mode={channels.find((one) => one.channel === channel)?.mode ?? 'free'}
                  set={(mode) => change({ channel, mode })}
                />
              ))}
              <ModeLine name={t.routingMore.publicMode} mode={publicMode} set={(mode) => change({ publicMode: mode })} />
            </dl>
          </section>
          <EditLimit stored={editLimit} set={(share) => change({ editLimit: share })} />
          {may('reply.approve') && <ReviewRuleCard />}
        </div>
        <section className="panel">
          <h2>{t.routingMore.byTopic}</h2>
          <dl className="setting-lines">
            {directory.topics.map(({ code }) => (
              <ModeLine
                key={code}
                name={topicName(code)}
                mode={topics.find((one) => one.topic === code)?.mode ?? 'free'}
                set={(mode) => change({ topic: code, mode })}
              />
            ))}
          </dl>
        </section>
      </div>
    </>
  )
}

function ModeLine({ name, mode, set }: { name: string; mode: ComposerMode; set: (mode: ComposerMode) => Promise<boolean> }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const [isBusy, setBusy] = useState(false)
  const choose = (value: string | null) => {
    const chosen = composerModes.find((one) => one === value)
    if (chosen === undefined || chosen === mode) return
    setBusy(true)
    void set(chosen).then(() => setBusy(false))
  }
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {may('settings.edit') ? (
          <Select
            size="xs"
            w={250}
            aria-label={name}
            allowDeselect={false}
            disabled={isBusy}
            data={composerModes.map((value) => ({ value, label: t.routingMore.modes[value] }))}
            value={mode}
            onChange={choose}
          />
        ) : (
          t.routingMore.modes[mode]
        )}
      </dd>
    </div>
  )
}

function EditLimit({ stored, set }: { stored: number; set: (share: number) => Promise<boolean> }) {
  const { t } = useI18n()
  const { may } = useConsole()
  const [percent, setPercent] = useState(Math.round(stored * 100))
  return (
    <section className="panel">
      <NumberInput
        label={t.routingMore.editLimit}
        description={t.routingMore.editLimitHint}
        suffix="%"
        min={0}
        max={100}
        allowDecimal={false}
        readOnly={!may('settings.edit')}
        value={percent}
        onChange={(value) => setPercent(Number(value) || 0)}
        onBlur={() => Math.round(stored * 100) !== percent && void set(percent / 100)}
      />
    </section>
  )
}
