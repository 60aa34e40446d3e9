import type { SeedTemplate } from './seed-template.ts'
import { cardsTemplates } from './seed-templates-cards.ts'
import { dialogueTemplates } from './seed-templates-dialogue.ts'
import { servicesTemplates } from './seed-templates-services.ts'

export const seedTemplates: readonly SeedTemplate[] = [...dialogueTemplates, ...cardsTemplates, ...servicesTemplates]
