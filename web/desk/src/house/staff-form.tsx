import { Checkbox, MultiSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type FirstPassword, loginShape, type NewStaffInput, type Role, roles, type StaffMember } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { type ProbationDraft, ProbationFields, probationChange } from './probation-fields.tsx'
import { useAddPerson } from './use-new-password.ts'

type Draft = Pick<NewStaffInput, 'login' | 'displayName' | 'roles' | 'departmentIds' | 'capacity' | 'email'> & {
  probation: ProbationDraft | null
}
const fresh: Draft = {
  ...{ login: '', displayName: '', roles: ['operator'], departmentIds: [], capacity: 5, email: null },
  probation: null,
}
/** The capacity on the form is the one without the probation; the lower one stands beside the mentor. */
const draftOf = (person: StaffMember): Draft => ({
  ...person,
  capacity: person.probation?.capacityAfter ?? person.capacity,
  probation: person.probation && { mentorId: person.probation.mentorId, capacity: person.capacity },
})
const mostCapacity = 1000

type Props = {
  /** Null for somebody new. */
  person: StaffMember | null
  close: () => void
  tell: (told: FirstPassword) => void
}

/** Adds the person, or sends what has changed of them. */
function useSave(person: StaffMember | null, tell: Props['tell']) {
  const { t, language } = useI18n()
  const send = useSend()
  const add = useAddPerson(tell)
  return ({ login, displayName, roles: given, departmentIds, capacity, email, probation }: Draft) => {
    const name = displayName.trim()
    const body = { displayName: name, roles: given, departmentIds, capacity, email: email?.trim() || null, probation }
    if (person === null) return add({ ...body, login: login.trim(), languages: [], interfaceLanguage: language })
    const same = body.email === person.email && { email: undefined }
    return send({
      method: 'PATCH',
      path: `/api/staff/${person.id}`,
      body: { ...body, ...same, ...probationChange(draftOf(person), body) },
      done: t.house.personSaved(name),
      stale: ['staff', 'directory', 'skills'],
    })
  }
}

/** A person with their roles, each with what it means, and the departments they answer in. */
export function StaffForm({ person, close, tell }: Props) {
  const { t } = useI18n()
  const [draft, setDraft] = useState<Draft>(() => (person ? draftOf(person) : fresh))
  const { login, displayName, roles: given, departmentIds, capacity, email, probation } = draft
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const save = useSave(person, tell)
  const { isBusy, submit } = useSubmit(close, () => save(draft))
  const isLoginSound = person !== null || loginShape.test(login.trim().toLowerCase())
  return (
    <form onSubmit={submit} autoComplete="off">
      <TextInput
        label={t.house.name}
        required
        maxLength={120}
        data-autofocus
        value={displayName}
        onChange={(event) => put({ displayName: event.currentTarget.value })}
      />
      {person === null && (
        <TextInput
          mt="sm"
          label={t.signIn.login}
          description={t.house.loginHint}
          required
          maxLength={40}
          autoComplete="off"
          value={login}
          error={login !== '' && !isLoginSound && t.house.loginFault}
          onChange={(event) => put({ login: event.currentTarget.value })}
        />
      )}
      <TextInput
        mt="sm"
        type="email"
        label={t.house.email}
        description={t.house.emailHint}
        maxLength={200}
        autoComplete="off"
        value={email ?? ''}
        onChange={(event) => put({ email: event.currentTarget.value })}
      />
      <RoleChoice given={given} set={(next) => put({ roles: next })} />
      <Places draft={draft} put={put} isLowered={probation !== null && person?.probation != null} />
      <ProbationFields
        person={person}
        departmentIds={departmentIds}
        capacityAfter={capacity}
        probation={probation}
        put={(next) => put({ probation: next })}
      />
      <FormButtons
        close={close}
        submit={person === null ? t.house.addPerson : t.settings.save}
        isReady={displayName.trim().length > 1 && isLoginSound && given.length > 0 && probation?.mentorId !== ''}
        isBusy={isBusy}
      />
    </form>
  )
}

type PlacesProps = { draft: Draft; put: (part: Partial<Draft>) => void; isLowered: boolean }

function Places({ draft, put, isLowered }: PlacesProps) {
  const { t } = useI18n()
  const { directory, departmentName } = useConsole()
  return (
    <>
      <MultiSelect
        mt="sm"
        label={t.house.departments}
        description={t.house.departmentsHint}
        clearable
        data={directory.departments.map(({ id }) => ({ value: id, label: departmentName(id) }))}
        value={draft.departmentIds}
        onChange={(departmentIds) => put({ departmentIds })}
      />
      <NumberInput
        mt="sm"
        label={t.house.capacity}
        description={t.house.capacityHint}
        min={0}
        max={mostCapacity}
        disabled={isLowered}
        allowDecimal={false}
        value={draft.capacity}
        onChange={(value) => put({ capacity: Number(value) || 0 })}
      />
    </>
  )
}

function RoleChoice({ given, set }: { given: readonly Role[]; set: (roles: Role[]) => void }) {
  const { t } = useI18n()
  return (
    <Checkbox.Group
      mt="sm"
      label={t.house.roles}
      required
      value={[...given]}
      onChange={(value) => set(roles.filter((role) => value.includes(role)))}
    >
      <div className="role-choice">
        {roles.map((role) => (
          <Checkbox key={role} value={role} label={t.words.roles[role]} description={t.house.roleMeans[role]} />
        ))}
      </div>
    </Checkbox.Group>
  )
}
