import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type FourTexts, languages, type TemplateVariable, type VariableType } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { listEdits } from '../settings/fields.tsx'
import { noTexts } from './draft-parts.ts'

const mostVariables = 20
const types: readonly VariableType[] = ['text', 'number', 'date', 'choice']

type Props = { variables: readonly TemplateVariable[]; set: (variables: TemplateVariable[]) => void }

/** What a template leaves open: each place with its type, whether it must be filled, and the word said where it is not. */
export function VariableFields({ variables, set }: Props) {
  const { t } = useI18n()
  const edits = listEdits<TemplateVariable>(variables, set)
  const add = () => edits.add({ name: '', type: 'text', isRequired: true, fallback: null })
  return (
    <section className="draft-part">
      <h3 className="head-with-button">
        {t.library.variables}
        {variables.length < mostVariables && (
          <Button size="compact-xs" variant="light" leftSection={<IconPlus size={13} aria-hidden />} onClick={add}>
            {t.settings.add}
          </Button>
        )}
      </h3>
      {variables.length === 0 && <p className="soft panel-empty">{t.library.noVariables}</p>}
      {variables.map((variable, index) => (
        <VariableField
          // biome-ignore lint/suspicious/noArrayIndexKey: its name is what is being typed.
          key={index}
          variable={variable}
          put={(next) => edits.put(index, next)}
          remove={() => edits.remove(index)}
        />
      ))}
    </section>
  )
}

type FieldProps = { variable: TemplateVariable; put: (variable: TemplateVariable) => void; remove: () => void }

function VariableField({ variable, put, remove }: FieldProps) {
  const { t } = useI18n()
  const { choices: _, ...withoutChoices } = variable
  const setType = (value: string | null) => {
    const type = types.find((one) => one === value) ?? 'text'
    put(type === 'choice' ? { ...variable, type, choices: [{ value: '', texts: noTexts }] } : { ...withoutChoices, type })
  }
  return (
    <div className="variable-field">
      <div className="variable-line">
        <TextInput
          size="xs"
          label={t.library.variableName}
          description={variable.name ? t.library.insertHint(variable.name) : undefined}
          maxLength={40}
          value={variable.name}
          onChange={(event) => put({ ...variable, name: event.currentTarget.value.toLowerCase() })}
        />
        <Select
          size="xs"
          label={t.library.variableType}
          allowDeselect={false}
          data={types.map((value) => ({ value, label: t.library.types[value] }))}
          value={variable.type ?? 'text'}
          onChange={setType}
        />
        <Checkbox
          size="xs"
          label={t.library.required}
          checked={variable.isRequired}
          onChange={(event) => put({ ...variable, isRequired: event.currentTarget.checked })}
        />
        <Checkbox
          size="xs"
          label={t.library.fallback}
          checked={variable.fallback !== null}
          onChange={(event) => put({ ...variable, fallback: event.currentTarget.checked ? noTexts : null })}
        />
        <ActionIcon variant="subtle" color="red" aria-label={`${t.settings.remove}: ${variable.name}`} onClick={remove}>
          <IconTrash size={15} />
        </ActionIcon>
      </div>
      {variable.fallback && (
        <FourWords label={t.library.fallback} texts={variable.fallback} set={(fallback) => put({ ...variable, fallback })} />
      )}
      {variable.type === 'choice' && <Choices variable={variable} put={put} />}
    </div>
  )
}

function Choices({ variable, put }: Omit<FieldProps, 'remove'>) {
  const { t } = useI18n()
  const choices = variable.choices ?? []
  const edits = listEdits(choices, (next) => put({ ...variable, choices: next }))
  return (
    <div className="choice-list">
      {choices.map((choice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its value is what is being typed.
        <div key={index} className="choice-line">
          <TextInput
            size="xs"
            aria-label={`${t.library.choiceValue} ${index + 1}`}
            placeholder={t.library.choiceValue}
            maxLength={40}
            value={choice.value}
            onChange={(event) => edits.put(index, { ...choice, value: event.currentTarget.value })}
          />
          <FourWords
            label={`${t.library.choices} ${index + 1}`}
            texts={choice.texts}
            set={(texts) => edits.put(index, { ...choice, texts })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t.settings.remove}: ${t.library.choices} ${index + 1}`}
            onClick={() => edits.remove(index)}
          >
            <IconTrash size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button size="compact-xs" variant="subtle" onClick={() => edits.add({ value: '', texts: noTexts })}>
        {t.settings.add}
      </Button>
    </div>
  )
}

function FourWords({ label, texts, set }: { label: string; texts: FourTexts; set: (texts: FourTexts) => void }) {
  const { t } = useI18n()
  return (
    <fieldset className="four-words" aria-label={label}>
      {languages.map((language) => (
        <TextInput
          key={language}
          size="xs"
          lang={language}
          aria-label={`${label}: ${t.words.languages[language]}`}
          placeholder={t.words.languages[language]}
          maxLength={200}
          value={texts[language]}
          onChange={(event) => set({ ...texts, [language]: event.currentTarget.value })}
        />
      ))}
    </fieldset>
  )
}
