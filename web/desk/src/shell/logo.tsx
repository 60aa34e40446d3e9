import { useI18n } from '../i18n/i18n.tsx'

/** The mark and the name of the product. */
export function Logo({ isSmall = false }: { isSmall?: boolean }) {
  const { t } = useI18n()
  return (
    <span className="logo">
      <svg viewBox="0 0 32 32" width={isSmall ? 30 : 36} height={isSmall ? 30 : 36} aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="currentColor" fillOpacity="0.16" />
        <path
          d="M9.500 8h13A2.500 2.500 0 0 1 25 10.500v8a2.500 2.500 0 0 1-2.500 2.500H15l-4.600 3.600c-.6.4-1.400 0-1.400-.8V21A2 2 0 0 1 7 19v-8.500A2.500 2.500 0 0 1 9.500 8z"
          fill="currentColor"
        />
        <path d="m12.200 14.500 2.700 2.700 5-5" fill="none" stroke="var(--rail)" strokeWidth="2.200" strokeLinecap="round" />
      </svg>
      {!isSmall && <b>{t.words.product}</b>}
    </span>
  )
}
