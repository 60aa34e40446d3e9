import { type DepartmentId, invariant, newId, type TemplateId, type TemplateVersionId } from '#kernel'
import { type Ctx, inTransaction, type Tx } from '#platform'
import { listDepartments } from '#staff'
import { defaultTargets } from './clocks/sla-policy.ts'
import { countPolicies, countTopics, insertPolicy, upsertTopic } from './handoff.store.ts'
import { seedTopics } from './routing/seed-topics.ts'
import { seedVariables } from './templates/seed-template.ts'
import { seedTemplates } from './templates/seed-templates.ts'
import { countTemplates, insertTemplate, insertVersion } from './templates/template.store.ts'

/**
 * Puts in the first policy, the tree of topics and the approved templates, each only where there is none: what a bank has
 * changed is left alone. Departments must be there already (seedStaff).
 */
export async function seedHandoff(ctx: Ctx): Promise<void> {
  const departments = new Map((await listDepartments(ctx)).map((department) => [department.code, department]))
  const departmentOf = (code: string) => {
    const department = departments.get(code) ?? departments.values().next().value
    invariant(department, 'departments are seeded before topics')
    return department
  }
  await inTransaction(ctx, async (tx) => {
    const now = ctx.clock.now()
    if ((await countPolicies(tx)) === 0) {
      // Quality control answers for the legal terms, and its calendar is the bank's ordinary one.
      await insertPolicy(tx, { version: 1, targets: defaultTargets(departmentOf('quality').calendarId) }, now, null)
    }
    if ((await countTopics(tx)) === 0) await seedTree(tx, (code) => departmentOf(code).id)
    if ((await countTemplates(tx)) === 0) await seedWords(tx, now)
  })
}

async function seedTree(tx: Tx, departmentOf: (code: string) => DepartmentId): Promise<void> {
  let position = 0
  for (const [code, { names, department }] of Object.entries(seedTopics)) {
    await upsertTopic(tx, { code, names, departmentId: departmentOf(department), position: position++ })
  }
}

/** Author and approver are empty: these were approved with the program, not by a person of the bank. */
async function seedWords(tx: Tx, at: Date): Promise<void> {
  for (const { variables, shortcut, title, ...words } of seedTemplates) {
    const templateId = newId<TemplateId>()
    await insertTemplate(tx, templateId, { shortcut, title }, at)
    await insertVersion(tx, {
      id: newId<TemplateVersionId>(),
      templateId,
      version: 1,
      state: 'published',
      ...words,
      channelKinds: [],
      departmentIds: [],
      stale: [],
      editorIds: [],
      variables: variables.map((name) => seedVariables[name]),
      authorId: null,
      createdAt: at,
      publishedAt: at,
      validFrom: null,
      validUntil: null,
    })
  }
}
