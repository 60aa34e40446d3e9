import { Checkbox, Textarea } from '@mantine/core'
import { type FourTexts, type Language, languages } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { type DraftParts, leftBehind } from './draft-parts.ts'

const longestText = 4000

type Props = { draft: DraftParts; before: FourTexts; put: (part: Partial<DraftParts>) => void }

/** The four texts side by side; one that another has left behind is marked, until somebody says that it still says the same. */
export function DraftTexts({ draft, before, put }: Props) {
  const { t } = useI18n()
  const behind = leftBehind(before, draft)
  const confirm = (language: Language, isConfirmed: boolean) => {
    const others = draft.confirmed.filter((one) => one !== language)
    put({ confirmed: isConfirmed ? [...others, language] : others })
  }
  return (
    <div className="four-texts">
      {languages.map((language) => {
        const isBehind = behind.includes(language)
        return (
          <div key={language} className="text-field" data-behind={isBehind || undefined}>
            <Textarea
              lang={language}
              label={t.words.languages[language]}
              description={isBehind && !draft.confirmed.includes(language) ? t.library.willBeStale : undefined}
              autosize
              minRows={5}
              maxRows={16}
              maxLength={longestText}
              value={draft.texts[language]}
              onChange={(event) => put({ texts: { ...draft.texts, [language]: event.currentTarget.value } })}
            />
            {isBehind && (
              <Checkbox
                mt={6}
                size="xs"
                label={t.library.stillSame}
                checked={draft.confirmed.includes(language)}
                onChange={(event) => confirm(language, event.currentTarget.checked)}
              />
            )}
          </div>
        )
      })}
    </div>
  )
}
