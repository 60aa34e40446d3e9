import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { type QualityCardView, qualityGroups } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'
import { type CardDraft, cardOf, draftOf, faultsOf, withLine, withoutLine } from './card-draft.ts'
import { CardLine, ItemFields } from './card-line.tsx'
import { CardPreview } from './card-preview.tsx'

/** The next version of the card: items, weights, what is critical and the causes, with a trial score beside it. */
export function CardEditor({ card, close }: { card: QualityCardView; close: () => void }) {
  const words = useQualityWords()
  const send = useSend()
  const [draft, setDraft] = useState(() => draftOf(card))
  const [isTried, setTried] = useState(false)
  const faults = faultsOf(draft)
  const { isBusy, submit } = useSubmit(close, async () => {
    setTried(true)
    if (faults.size > 0) {
      // The faults are drawn first; the hand is then led to the first of them.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.quality-editor [aria-invalid="true"]')?.focus())
      return false
    }
    const body = { ...cardOf(draft), basedOn: card.version }
    return send({ path: '/api/quality/card', body, done: words.card.saved, stale: ['quality-card'] })
  })
  const isChanged = JSON.stringify(cardOf(draft)) !== JSON.stringify({ items: card.items, causes: card.causes })
  const shown = isTried ? faults : new Map<string, string>()
  const emptyGroups = qualityGroups.filter((group) => shown.has(`group.${group}`))
  return (
    <form className="panel quality-editor" onSubmit={submit} noValidate aria-label={words.card.draft}>
      <p className="soft form-hint">{`${words.told.version(card.version)}. ${words.card.hint}`}</p>
      <div className="quality-task">
        <div>
          <ItemLines draft={draft} setDraft={setDraft} faults={shown} />
          {emptyGroups.map((group) => (
            <p key={group} className="rejection" role="alert">
              {words.told.emptyGroup(words.groups[group])}
            </p>
          ))}
          <CauseLines draft={draft} setDraft={setDraft} faults={shown} />
        </div>
        <CardPreview items={draft.items} />
      </div>
      {shown.size > 0 && (
        <p className="rejection" role="alert">
          {words.card.look}
        </p>
      )}
      <FormButtons close={close} submit={words.card.save} isReady={isChanged} isBusy={isBusy} />
    </form>
  )
}

type LinesProps = { draft: CardDraft; setDraft: (draft: CardDraft) => void; faults: ReadonlyMap<string, string> }

function ItemLines({ draft, setDraft, faults }: LinesProps) {
  const words = useQualityWords().card
  const put = (key: number, part: object) =>
    setDraft({ ...draft, items: draft.items.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  return (
    <>
      {draft.items.map((item, i) => (
        <CardLine
          key={item.key}
          line={item}
          at={`items.${i}`}
          faults={faults}
          fresh={words.fresh}
          put={(part) => put(item.key, part)}
          remove={() => setDraft(withoutLine(draft, item.key))}
        >
          <ItemFields item={item} at={`items.${i}`} faults={faults} put={(part) => put(item.key, part)} />
        </CardLine>
      ))}
      <AddLine label={words.add} add={() => setDraft(withLine(draft, 'items'))} />
    </>
  )
}

function CauseLines({ draft, setDraft, faults }: LinesProps) {
  const words = useQualityWords().card
  const put = (key: number, part: object) =>
    setDraft({ ...draft, causes: draft.causes.map((one) => (one.key === key ? { ...one, ...part } : one)) })
  return (
    <>
      <h2>{words.causes}</h2>
      {draft.causes.map((cause, i) => (
        <CardLine
          key={cause.key}
          line={cause}
          at={`causes.${i}`}
          faults={faults}
          fresh={words.freshCause}
          put={(part) => put(cause.key, part)}
          remove={() => setDraft(withoutLine(draft, cause.key))}
        />
      ))}
      {faults.has('causes') && (
        <p className="rejection" role="alert">
          {words.noneLeft}
        </p>
      )}
      <AddLine label={words.addCause} add={() => setDraft(withLine(draft, 'causes'))} />
    </>
  )
}

const AddLine = ({ label, add }: { label: string; add: () => void }) => (
  <Button size="xs" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
    {label}
  </Button>
)
