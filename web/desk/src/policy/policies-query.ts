import { queryOptions } from '@tanstack/react-query'
import type { SlaPolicyView } from '#contracts'
import { getJson } from '../api/http.ts'

/** Every version of the policy, the one in force first. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: () => getJson<SlaPolicyView[]>('/api/clocks/policies'),
})
