import { IconShieldX } from '@tabler/icons-react'
import { guardReasonTexts } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import type { GuardFind } from './use-guard.ts'

const longestWords = 40

/** What would be held back: the words as written, why, and a press leads to their place. */
export function GuardMarks({ finds, show }: { finds: readonly GuardFind[]; show: (find: GuardFind) => void }) {
  const { t, language } = useI18n()
  if (finds.length === 0) return null
  return (
    <div className="guard-marks" role="alert">
      <IconShieldX size={19} stroke={1.9} aria-hidden />
      <div>
        <b>{t.guard.found(finds.length)}</b>
        <ul>
          {finds.map((find) => (
            <li key={`${find.start}-${find.end}-${find.reason}`}>
              <button type="button" aria-label={t.guard.goTo(shortOf(find.words))} onClick={() => show(find)}>
                {shortOf(find.words)}
              </button>
              <span>{guardReasonTexts[find.reason][language]}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

const shortOf = (words: string) => (words.length > longestWords ? `${words.slice(0, longestWords)}…` : words)
