import { Button, Text, Title } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useI18n } from '../i18n/i18n.tsx'

/** Stands where nothing could be loaded: what happened, and the one thing to do. */
export function FaultScreen({ error, retry }: { error: unknown; retry: () => void }) {
  const { t, explain } = useI18n()
  return (
    <div className="nothing nothing-page" role="alert">
      <IconPlugConnectedX size={44} stroke={1.3} aria-hidden />
      <Title order={2} fz="lg">
        {t.toast.failed}
      </Title>
      <Text className="soft" maw={420} ta="center">
        {explain(error)}
      </Text>
      <Button mt="sm" onClick={retry}>
        {t.common.retry}
      </Button>
    </div>
  )
}
