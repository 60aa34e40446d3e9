import { type ChannelKind, type RequestType, requestTypes, type SlaReport } from '#contracts'
import { useI18n } from '../i18n/i18n.tsx'
import { TablePlace } from '../shell/table-place.tsx'
import { CountedNumber } from './behind.tsx'

type Flow = 'opened' | 'closed' | 'reopened'

/** Opened requests by channel (rows) and type (columns), with totals both ways; every number opens its requests. */
export function VolumeTable({ volume }: Pick<SlaReport, 'volume'>) {
  const { t } = useI18n()
  const channels = [...new Set(volume.map((cell) => cell.channel))]
  const types = requestTypes.filter((type) => volume.some((cell) => cell.type === type))
  const cell = (flow: Flow, channel?: ChannelKind, type?: RequestType) => {
    const value = volume
      .filter((one) => (channel ?? one.channel) === one.channel && (type ?? one.type) === one.type)
      .reduce((total, one) => total + one[flow], 0)
    const of = [channel && t.words.channels[channel], type && t.words.types[type]].filter(Boolean)
    return (
      <CountedNumber
        name={[...of, t.statistics[flow]].join(', ')}
        measure={flow}
        narrow={{ ...(channel && { channel }), ...(type && { type }) }}
        value={value}
      />
    )
  }
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
          {channels.map((channel) => (
            <tr key={channel}>
              <th scope="row">{t.words.channels[channel]}</th>
              {types.map((type) => (
                <td key={type}>{cell('opened', channel, type)}</td>
              ))}
              <td className="strong">{cell('opened', channel)}</td>
              <td>{cell('closed', channel)}</td>
              <td>{cell('reopened', channel)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t.statistics.total}</th>
            {types.map((type) => (
              <td key={type}>{cell('opened', undefined, type)}</td>
            ))}
            <td>{cell('opened')}</td>
            <td>{cell('closed')}</td>
            <td>{cell('reopened')}</td>
          </tr>
        </tfoot>
      </table>
    </TablePlace>
  )
}
