import { type ChannelKind, requestTypes, type SlaReport } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { TablePlace } from '../shell/table-place.tsx'

/** Opened requests by channel (rows) and type (columns), with totals both ways. */
export function VolumeTable({ volume }: Pick<SlaReport, 'volume'>) {
  const { t, format } = useI18n()
  const channels = [...new Set(volume.map((cell) => cell.channel))]
  const types = requestTypes.filter((type) => volume.some((cell) => cell.type === type))
  const sum = (key: 'opened' | 'closed' | 'reopened', channel?: ChannelKind) =>
    volume.filter((cell) => !channel || cell.channel === channel).reduce((total, cell) => total + cell[key], 0)
  const opened = (channel: ChannelKind | null, type: string) =>
    volume
      .filter((cell) => cell.type === type && (channel === null || cell.channel === channel))
      .reduce((total, cell) => total + cell.opened, 0)
  const rows = [...channels.map((channel) => ({ key: channel, channel, name: t.words.channels[channel] }))]
  return (
    <TablePlace label={t.statistics.volume}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t.statistics.channel}</th>
            {types.map((type) => (
              <th key={type} scope="col">
                {t.words.types[type]}
              </th>
            ))}
            <th scope="col">{t.statistics.total}</th>
            <th scope="col">{t.statistics.closed}</th>
            <th scope="col">{t.statistics.reopened}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, channel, name }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {types.map((type) => (
                <td key={type}>{format.number(opened(channel, type))}</td>
              ))}
              <td className="strong">{format.number(sum('opened', channel))}</td>
              <td>{format.number(sum('closed', channel))}</td>
              <td>{format.number(sum('reopened', channel))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.statistics.total}</th>
            {types.map((type) => (
              <td key={type}>{format.number(opened(null, type))}</td>
            ))}
            <td>{format.number(sum('opened'))}</td>
            <td>{format.number(sum('closed'))}</td>
            <td>{format.number(sum('reopened'))}</td>
          </tr>
        </tfoot>
      </table>
    </TablePlace>
  )
}
