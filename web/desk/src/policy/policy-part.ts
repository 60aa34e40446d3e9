import type { SlaTargets } from '#contracts'
import type { SettingsDraft } from '../settings/use-settings-draft.ts'

/** What each part of the policy's page edits: the whole draft, of which it changes its own words. */
export type PolicyPartProps = { targets: SlaTargets; put: SettingsDraft<SlaTargets>['put']; mayEdit: boolean }
