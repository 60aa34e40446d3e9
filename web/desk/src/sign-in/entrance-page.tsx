import { SegmentedControl, Text, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Language, languages } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { Logo } from '../shell/logo.tsx'

/** The page before the console: what this is on one side, a form on the other, and the languages. */
export function EntrancePage({
  children,
  chooseLanguage,
}: {
  children: ReactNode
  chooseLanguage: (language: Language) => void
}) {
  const { t, language } = useI18n()
  return (
    <div className="entrance">
      <aside className="entrance-about">
        <Logo />
        <div>
          <Title order={1} fz={34} lh={1.15} c="white">
            {t.signIn.title}
          </Title>
          <Text mt="md" fz="lg" maw={420} className="entrance-lead">
            {t.signIn.about}
          </Text>
          <ul className="entrance-points">
            {t.signIn.points.map((point) => (
              <li key={point}>
                <IconCheck size={18} aria-hidden />
                {point}
              </li>
            ))}
          </ul>
        </div>
        <span className="entrance-foot" aria-hidden />
      </aside>
      <main className="entrance-main" id="main">
        <div className="entrance-language">
          <SegmentedControl
            size="xs"
            aria-label={t.signIn.languageLabel}
            value={language}
            data={languages.map((one) => ({ value: one, label: t.words.languages[one] }))}
            onChange={(value) => chooseLanguage(value as Language)}
          />
        </div>
        <div className="entrance-form">{children}</div>
      </main>
    </div>
  )
}
