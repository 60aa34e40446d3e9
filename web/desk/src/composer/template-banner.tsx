import { Button, Group } from '@mantine/core'
import { IconTemplateOff } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'
import { Places } from './places.tsx'
import type { ComposerState } from './use-composer.ts'

/** The template was withdrawn or changed while it stood in the composer: what happened and what to do instead. */
export function TemplateBanner({ composer, pick }: { composer: ComposerState; pick: () => void }) {
  const { t } = useI18n()
  const { standing, draft } = composer
  if (draft.mode !== 'reply' || draft.template === null || standing.what === 'fine') return null
  const isGone = standing.what === 'gone'
  return (
    <div className="meanwhile" role="alert">
      <IconTemplateOff size={20} aria-hidden />
      <div>
        <b>{isGone ? t.withdrawnLive.gone : t.withdrawnLive.newer(standing.newer.version)}</b>
        <span className="soft">{isGone ? t.withdrawnLive.goneHint : t.withdrawnLive.newerHint}</span>
      </div>
      <Group gap={6} wrap="nowrap">
        {isGone ? (
          <Button size="xs" color="yellow.8" onClick={pick}>
            {t.withdrawnLive.chooseOther}
          </Button>
        ) : (
          <Button size="xs" color="yellow.8" onClick={() => composer.takeNew(standing.newer)}>
            {t.withdrawnLive.takeNew}
          </Button>
        )}
        {composer.bound === null && (
          <Button size="xs" variant="default" onClick={composer.dropTemplate}>
            {t.withdrawnLive.drop}
          </Button>
        )}
      </Group>
    </div>
  )
}

/** Dates and choices are picked, not typed; the other places are filled in the text itself, by Tab. */
export function OpenPlaces({ composer }: { composer: ComposerState }) {
  const { template } = composer.draft
  if (composer.draft.mode !== 'reply' || template === null) return null
  const isPicked = (name: string) => {
    const type = template.variables.find((one) => one.name === name)?.type
    return type === 'choice' || type === 'date'
  }
  const gaps = composer.gaps.filter((gap) => isPicked(gap.name))
  return <Places template={template} gaps={gaps} values={{}} put={composer.putPlace} />
}
