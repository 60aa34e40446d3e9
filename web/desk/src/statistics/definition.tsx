import { ActionIcon, Popover, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'

/** The definition of a number, one click or key away from it. */
export function Definition({ text }: { text: string }) {
  const { t } = useI18n()
  return (
    <Popover width={340} shadow="md" withArrow>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t.statistics.definition} ml={4}>
          <IconInfoCircle size={16} stroke={1.8} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text fz="sm" className="definition">
          {text}
        </Text>
      </Popover.Dropdown>
    </Popover>
  )
}
