import { SegmentedControl, Textarea } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { Visibility } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { GuardMarks } from './guard-marks.tsx'
import { type GuardFind, useGuard } from './use-guard.ts'

/** Words of a reply as the guard reads them now. */
export function TryText() {
  const { t } = useI18n()
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [visibility, setVisibility] = useState<Visibility>('private')
  const { finds, isClean } = useGuard(text, visibility, true)
  const show = ({ start, end }: GuardFind) => {
    area.current?.focus()
    area.current?.setSelectionRange(start, end)
  }
  return (
    <section className="panel guard-try">
      <h2>{t.guardLists.tryTitle}</h2>
      <p className="soft form-hint">{t.guardLists.tryHint}</p>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t.publicWords.places}
        value={visibility}
        onChange={(value) => setVisibility(value === 'public' ? 'public' : 'private')}
        data={[
          { value: 'private', label: t.words.private },
          { value: 'public', label: t.words.public },
        ]}
      />
      <Textarea
        ref={area}
        mt="sm"
        label={t.guardLists.tryText}
        autosize
        minRows={4}
        maxRows={12}
        maxLength={8000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <GuardMarks finds={finds} show={show} />
      {text.trim() !== '' && isClean && (
        <p className="guard-good">
          <IconShieldCheck size={17} aria-hidden />
          {t.guardLists.tryGood}
        </p>
      )}
    </section>
  )
}
