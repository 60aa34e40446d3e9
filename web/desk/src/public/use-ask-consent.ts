import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { sendJson } from '../api/http.ts'
import { makeId } from '../composer/make-id.ts'
import { useI18n } from '../i18n/i18n.tsx'

type Asked = { readonly conversationId: string; readonly text: string; readonly seenClientSeq: number }

/** Asks a second person to let words be said in public. Resolves to whether it was asked; a refusal is told. */
export function useAskConsent(requestId: string): (asked: Asked) => Promise<boolean> {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  // Where the answer was lost on the way, asking once more for the same words is the same question.
  const last = useRef({ text: '', clientReplyId: '' })
  return async (asked) => {
    if (last.current.text !== asked.text) last.current = { text: asked.text, clientReplyId: makeId() }
    const { clientReplyId } = last.current
    try {
      await sendJson('POST', `/api/requests/${requestId}/asked-replies`, { ...asked, clientReplyId })
      last.current = { text: '', clientReplyId: '' }
      notifications.show({ color: 'green', message: t.publicWords.asked })
      await client.invalidateQueries({ queryKey: ['places', requestId] })
      return true
    } catch (error) {
      notifications.show({ color: 'yellow', title: t.toast.failed, message: explain(error), autoClose: 10_000 })
      return false
    }
  }
}
