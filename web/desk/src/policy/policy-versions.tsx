import { Button } from '@mantine/core'
import type { SlaPolicyView } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { useOperators } from '../shell/console-context.tsx'

type Props = { versions: readonly SlaPolicyView[]; mayEdit: boolean; load: (version: SlaPolicyView) => void }

/** Every version of the policy: who put it in force and when. An old one is brought back by saving it anew. */
export function PolicyVersions({ versions, mayEdit, load }: Props) {
  const { t, format } = useI18n()
  const operators = useOperators()
  const whoOf = ({ createdById }: SlaPolicyView) =>
    createdById === null
      ? t.settings.cameWithProgram
      : (operators.find((one) => one.id === createdById)?.displayName ?? t.common.none)
  return (
    <section className="panel">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.templates.version}</th>
            <th scope="col" className="left">
              {t.policy.by}
            </th>
            <th scope="col" className="left">
              {t.policy.at}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t.policy.loadVersion}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {versions.map((version, index) => (
            <tr key={version.version}>
              <th scope="row">
                {t.settings.version(version.version)}
                {index === 0 && (
                  <span className="standing" data-standing="in_force">
                    {t.templates.standings.in_force}
                  </span>
                )}
              </th>
              <td className="left">{whoOf(version)}</td>
              <td className="left">{format.full(version.createdAt)}</td>
              <td>
                {index > 0 && mayEdit && (
                  <Button size="compact-xs" variant="subtle" onClick={() => load(version)}>
                    {t.policy.loadVersion}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
