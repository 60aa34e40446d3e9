import { useQuery } from '@tanstack/react-query'
import type { IncidentView } from '#contracts'
import { getJson } from '../api/http.ts'

/** No frame tells of an incident; a minute's half is soon enough for a banner. */
const incidentsEveryMs = 30_000

/** Incidents, the newest first, read again every half minute. @param isAllowed without the permission nothing is asked. */
export function useIncidents(isAllowed = true) {
  return useQuery({
    queryKey: ['incidents'],
    enabled: isAllowed,
    refetchInterval: incidentsEveryMs,
    queryFn: () => getJson<IncidentView[]>('/api/incidents'),
  })
}

/** Whether it leads requests elsewhere at this moment. */
export function isRunning(incident: IncidentView, nowMs: number): boolean {
  return incident.endedAt === null && Date.parse(incident.until) > nowMs
}
