import { Checkbox, MultiSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type FirstPassword, loginShape, type NewStaffInput, type Role, roles, type StaffMember } from '#contracts'
import { FormButtons, useSubmit } from '../actions/form-parts.tsx'
import { useSend } from '../actions/use-send.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { useConsole } from '../shell/console-context.tsx'
import { useAddPerson } from './use-new-password.ts'

type Draft = Pick<NewStaffInput, 'login' | 'displayName' | 'roles' | 'departmentIds' | 'capacity' | 'email'>
const fresh: Draft = { login: '', displayName: '', roles: ['operator'], departmentIds: [], capacity: 5, email: null }
const mostCapacity = 1000

type Props = {
  /** Null for somebody new. */
  person: StaffMember | null
  close: () => void
  tell: (told: FirstPassword) => void
}

/** A person with their roles, each with what it means, and the departments they answer in. */
export function StaffForm({ person, close, tell }: Props) {
  const { t, language } = useI18n()
  const send = useSend()
  const add = useAddPerson(tell)
  const [draft, setDraft] = useState<Draft>(() => person ?? fresh)
  const { login, displayName, roles: given, departmentIds, capacity, email } = draft
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const { isBusy, submit } = useSubmit(close, () => {
    const body = { displayName: displayName.trim(), roles: given, departmentIds, capacity, email: email?.trim() || null }
    if (person === null) return add({ ...body, login: login.trim(), languages: [], interfaceLanguage: language })
    const done = t.house.personSaved(body.displayName)
    const { email: written, ...rest } = body
    const change = written === person.email ? rest : body
    return send({
      method: 'PATCH',
      path: `/api/staff/${person.id}`,
      body: change,
      done,
      stale: ['staff', 'directory', 'skills'],
    })
  })
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
      <Places draft={draft} put={put} />
      <FormButtons
        close={close}
        submit={person === null ? t.house.addPerson : t.settings.save}
        isReady={displayName.trim().length > 1 && isLoginSound && given.length > 0}
        isBusy={isBusy}
      />
    </form>
  )
}

function Places({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
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
