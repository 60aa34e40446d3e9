import { Button, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { GuardListName } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { faultOf, isNumberList } from './list-groups.ts'

type Props = {
  name: GuardListName
  list: readonly string[]
  shipped: readonly string[]
  put: (list: string[]) => void
}

/** One list: its words, what the bank added, and what it struck from what came with the program. */
export function ListEditor({ name, list, shipped, put }: Props) {
  const { t } = useI18n()
  const words = t.guardLists
  const struck = shipped.filter((word) => !list.includes(word))
  return (
    <section className="panel guard-list">
      <h2>{words.names[name]}</h2>
      <p className="soft form-hint">{words.hints[name]}</p>
      <NewWord name={name} list={list} add={(word) => put([word, ...list])} />
      {list.length === 0 && <p className="soft panel-empty">{words.empty}</p>}
      <ul className="guard-words">
        {list.map((word) => (
          <li key={word} data-own={!shipped.includes(word) || undefined}>
            <span title={shipped.includes(word) ? undefined : words.mineHint}>{word}</span>
            <button
              type="button"
              className="small-button"
              aria-label={words.remove(word)}
              onClick={() => put(list.filter((one) => one !== word))}
            >
              <IconX size={13} stroke={2} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {struck.length > 0 && (
        <>
          <h3>{words.strickenTitle}</h3>
          <ul className="guard-words" data-struck>
            {struck.map((word) => (
              <li key={word}>
                <s>{word}</s>
                <button
                  type="button"
                  className="small-button"
                  aria-label={words.putBack(word)}
                  onClick={() => put([...list, word])}
                >
                  <IconArrowBackUp size={14} stroke={2} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

function NewWord({ name, list, add }: { name: GuardListName; list: readonly string[]; add: (word: string) => void }) {
  const { t } = useI18n()
  const [word, setWord] = useState('')
  const trimmed = word.trim()
  const fault = trimmed === '' ? null : faultOf(name, trimmed, list)
  const isNumber = isNumberList(name)
  return (
    <form
      className="new-word"
      onSubmit={(event) => {
        event.preventDefault()
        if (trimmed === '' || fault !== null) return
        add(trimmed)
        setWord('')
      }}
    >
      <TextInput
        label={isNumber ? t.guardLists.newNumber : t.guardLists.newWord}
        description={isNumber ? t.guardLists.numberHint : t.guardLists.wordHint}
        error={fault && t.guardLists[fault]}
        maxLength={80}
        value={word}
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="light"
        leftSection={<IconPlus size={15} aria-hidden />}
        disabled={trimmed === '' || fault !== null}
      >
        {t.guardLists.add}
      </Button>
    </form>
  )
}
