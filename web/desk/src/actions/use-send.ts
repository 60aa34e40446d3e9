import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

export type Sent = {
  readonly method?: 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  /** What to say when it was done. */
  readonly done: string
  /** First words of the query keys that are no longer true. */
  readonly stale: readonly string[]
}

/** Sends one change, says how it went, and has what it changed read anew. Resolves to whether it was done. */
export function useSend(): (sent: Sent) => Promise<boolean> {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  return async ({ method = 'POST', path, body, done, stale }) => {
    try {
      await sendJson(method, path, body)
      notifications.show({ color: 'green', message: done })
      await Promise.all(stale.map((key) => client.invalidateQueries({ queryKey: [key] })))
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error), autoClose: 10_000 })
      return false
    }
  }
}
