import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import type { FirstPassword, NewStaffInput } from '#contracts'
import { sendJson } from '../api/http.ts'
import { useI18n } from '../i18n/i18n.tsx'

/** Both answers carry a password that is told once: it goes to `tell`, and nowhere else. Resolves to whether it was done. */
function useTold(tell: (told: FirstPassword) => void) {
  const { t, explain } = useI18n()
  const client = useQueryClient()
  return async (asking: () => Promise<FirstPassword>): Promise<boolean> => {
    try {
      tell(await asking())
      await Promise.all(['staff', 'directory', 'skills'].map((key) => client.invalidateQueries({ queryKey: [key] })))
      return true
    } catch (error) {
      notifications.show({ color: 'red', title: t.toast.failed, message: explain(error), autoClose: 10_000 })
      return false
    }
  }
}

/** A new first password for somebody who lost theirs, or was locked out. */
export function useNewPassword(tell: (told: FirstPassword) => void): (operatorId: string) => Promise<boolean> {
  const told = useTold(tell)
  return (operatorId) => told(() => sendJson<FirstPassword>('POST', `/api/staff/${operatorId}/password`))
}

export function useAddPerson(tell: (told: FirstPassword) => void): (person: NewStaffInput) => Promise<boolean> {
  const told = useTold(tell)
  return (person) => told(() => sendJson<FirstPassword>('POST', '/api/staff', person))
}
