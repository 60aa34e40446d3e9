import { useQuery } from '@tanstack/react-query'
import type { QualityCardView } from '#contracts'
import { getJson } from '../api/http.ts'

/** The scorecard in force. */
export function useQualityCard() {
  return useQuery({ queryKey: ['quality-card'], queryFn: () => getJson<QualityCardView>('/api/quality/card') })
}
