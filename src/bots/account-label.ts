import type { ChannelAccountId } from '#kernel'

const lettersOf = 'ghijklmnop'

/**
 * An account's name in metrics, six letters: its id as it stands is refused there, as every id is. The alarm's log line bears the
 * same name.
 */
export const accountLabel = (id: ChannelAccountId): string =>
  id.slice(-6).replace(/\d/g, (digit) => lettersOf[Number(digit)] ?? '')
