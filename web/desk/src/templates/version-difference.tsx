import { languages, type TemplateVersionView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { ChangedWords } from './changed-words.tsx'
import { compareWords } from './compare-words.ts'

type Props = { version: TemplateVersionView; versions: readonly TemplateVersionView[] }

/** What this version changed in the words of the one before it, text by text. */
export function VersionDifference({ version, versions }: Props) {
  const { t } = useI18n()
  const before = versions.find((one) => one.version === version.version - 1)
  if (!before) return <p className="soft panel-empty">{t.library.firstVersion}</p>
  return (
    <>
      <p className="soft form-hint">{t.library.differenceOf(before.version, version.version)}</p>
      <div className="four-texts">
        {languages.map((language) => {
          const isSame = before.texts[language] === version.texts[language]
          return (
            <article key={language} lang={language}>
              <h3>{t.words.languages[language]}</h3>
              {isSame ? (
                <p className="soft">{t.library.sameText}</p>
              ) : (
                <ChangedWords parts={compareWords(before.texts[language], version.texts[language])} />
              )}
            </article>
          )
        })}
      </div>
    </>
  )
}
