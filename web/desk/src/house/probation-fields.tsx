import { NumberInput, Select, Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { permissionsOfRole, type StaffMember } from '#contracts'
import { getJson } from '../api/http.ts'
import { useReviewWords } from '../i18n/reviews/use-review-words.ts'

export type ProbationDraft = { mentorId: string; capacity: number }
type Probed = { readonly capacity: number; readonly probation: ProbationDraft | null }

/**
 * What of the capacities and the probation is to be sent: nothing of a probation that stays as it is; and while it lasts the
 * capacity in force is the lower one, so that the other may not be written over it.
 */
export function probationChange(
  before: Probed,
  after: Probed,
): { capacity?: number | undefined; probation?: ProbationDraft | null | undefined } {
  const [old, next] = [before.probation, after.probation]
  const isSame = old?.mentorId === next?.mentorId && old?.capacity === next?.capacity
  if (isSame) return { probation: undefined, ...(next && { capacity: undefined }) }
  // Begun: the capacity it comes back to is the one beside it. Changed or ended: it is known already.
  return { probation: next, ...(old && { capacity: undefined }) }
}

type Props = {
  person: StaffMember | null
  departmentIds: readonly string[]
  capacityAfter: number
  probation: ProbationDraft | null
  put: (probation: ProbationDraft | null) => void
}

/** Whether a mentor reads this person's replies first, who, and how much they are given meanwhile. */
export function ProbationFields({ person, departmentIds, capacityAfter, probation, put }: Props) {
  const words = useReviewWords()
  const staff = useQuery({ queryKey: ['staff'], queryFn: () => getJson<StaffMember[]>('/api/staff') })
  const mentors = (staff.data ?? []).filter((one) => mayMentor(one, person?.id ?? null, departmentIds))
  const half = Math.max(1, Math.floor(capacityAfter / 2))
  return (
    <>
      <Switch
        mt="md"
        label={words.staff.probation}
        description={words.staff.probationHint}
        checked={probation !== null}
        onChange={(event) => put(event.currentTarget.checked ? { mentorId: mentors[0]?.id ?? '', capacity: half } : null)}
      />
      {probation && (
        <>
          <Select
            mt="sm"
            label={words.staff.mentor}
            description={words.staff.mentorHint}
            required
            allowDeselect={false}
            data={mentors.map(({ id, displayName }) => ({ value: id, label: displayName }))}
            value={probation.mentorId || null}
            onChange={(mentorId) => put({ ...probation, mentorId: mentorId ?? '' })}
          />
          <NumberInput
            mt="sm"
            label={words.staff.capacity}
            description={words.staff.capacityHint(capacityAfter)}
            min={0}
            max={1000}
            allowDecimal={false}
            value={probation.capacity}
            onChange={(value) => put({ ...probation, capacity: Number(value) || 0 })}
          />
        </>
      )}
    </>
  )
}

/** As the hub judges it: at work, may approve replies, no newcomer, and near. */
function mayMentor(mentor: StaffMember, newcomerId: string | null, departmentIds: readonly string[]): boolean {
  const permissions = new Set(mentor.roles.flatMap((role) => permissionsOfRole[role]))
  const isNear = mentor.departmentIds.some((id) => departmentIds.includes(id)) || permissions.has('departments.all')
  return mentor.isActive && mentor.id !== newcomerId && mentor.probation === null && permissions.has('reply.approve') && isNear
}
