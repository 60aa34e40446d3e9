import { useQuery } from '@tanstack/react-query'
import type { IncidentView } from '#contracts'
import { getJson } from '../api/http.ts'

/** A frame tells of each beginning and end; this catches what time alone ends. */
const incidentsEveryMs = 60_000

/** Incidents, the newest first, read again at every frame about them and every minute. @param isAllowed without the permission nothing is asked. */
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
