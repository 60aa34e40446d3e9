import { useQuery } from '@tanstack/react-query'
import type { SetUpView } from '#contracts'
import { getJson } from '../api/http.ts'

/** Where the first set-up stands. @param isAsked only for whoever may edit settings. */
export function useSetUp(isAsked: boolean) {
  return useQuery({ queryKey: ['set-up'], enabled: isAsked, queryFn: () => getJson<SetUpView>('/api/set-up') })
}
