import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { type FourTexts, languages, type QualityItem, qualityGroups } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useQualityWords } from '../i18n/quality/use-quality-words.ts'

type Faults = ReadonlyMap<string, string>
type LineProps = {
  line: { readonly names: FourTexts; readonly isNew: boolean }
  /** Its field in the card, as faults name it. */
  at: string
  faults: Faults
  /** What it is called until it has a name. */
  fresh: string
  put: (part: { names: FourTexts }) => void
  remove: () => void
  children?: ReactNode
}

/** One line of a card; its four names are unfolded by its heading, and by a fault in one of them. */
export function CardLine({ line, at, faults, fresh, put, remove, children }: LineProps) {
  const { t, language } = useI18n()
  const words = useQualityWords().card
  const [isOpen, setOpen] = useState(line.isNew)
  const title = line.names[language].trim() || fresh
  const isTwice = faults.has(`${at}.code`)
  const isFaulty = isTwice || languages.some((one) => faults.has(`${at}.names.${one}`))
  const errorOf = (one: keyof FourTexts) => {
    if (faults.has(`${at}.names.${one}`)) return words.name
    return one === 'en' && isTwice ? words.twice : undefined
  }
  return (
    <fieldset className="quality-item" aria-label={title}>
      <div className="quality-line">
        <button type="button" className="quality-unfold" aria-expanded={isOpen || isFaulty} onClick={() => setOpen(!isOpen)}>
          {title}
        </button>
        <Button size="compact-sm" variant="subtle" color="red" aria-label={`${words.remove}: ${title}`} onClick={remove}>
          {words.remove}
        </Button>
      </div>
      {children && <div className="quality-line">{children}</div>}
      {(isOpen || isFaulty) && (
        <div className="quality-names">
          {languages.map((one) => (
            <TextInput
              key={one}
              size="sm"
              lang={one}
              label={t.words.languages[one]}
              maxLength={120}
              value={line.names[one]}
              error={errorOf(one)}
              onChange={(event) => put({ names: { ...line.names, [one]: event.currentTarget.value } })}
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}

type FieldsProps = { item: QualityItem; at: string; faults: Faults; put: (part: Partial<QualityItem>) => void }

export function ItemFields({ item, at, faults, put }: FieldsProps) {
  const words = useQualityWords()
  return (
    <>
      <Select
        size="xs"
        w={190}
        aria-label={words.card.group}
        allowDeselect={false}
        value={item.group}
        data={qualityGroups.map((value) => ({ value, label: words.groups[value] }))}
        onChange={(value) => put({ group: qualityGroups.find((one) => one === value) ?? item.group })}
      />
      <NumberInput
        size="xs"
        w={96}
        aria-label={words.card.weight}
        allowDecimal={false}
        value={item.weight === 0 ? '' : item.weight}
        error={faults.has(`${at}.weight`) ? words.card.weightBad : undefined}
        onChange={(value) => put({ weight: Number(value) || 0 })}
      />
      <Checkbox
        size="xs"
        label={words.card.isCritical}
        checked={item.isCritical}
        onChange={(event) => put({ isCritical: event.currentTarget.checked })}
      />
    </>
  )
}
