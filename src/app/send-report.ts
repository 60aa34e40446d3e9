import type { ChannelRegistry } from '#bots'
import { AppError, type ChannelAccountId } from '#kernel'
import { type Config, createMail } from '#platform'
import type { SendReport } from '#stats'

/** How a scheduled report leaves the house: as a letter, or through the bank's bot into a chat of the staff. */
export function sendingReports(config: Config, channels: ChannelRegistry): SendReport {
  const mail = createMail(config)
  return async (ctx, receiver, { subject, text, file }) => {
    if (receiver.via === 'email') return mail.send({ to: receiver.addresses, subject, text, attachment: file })
    const channel = channels.of(receiver.channelAccountId as ChannelAccountId)
    const isSent = await channel?.sendToStaff?.(ctx, receiver.chatId, { name: file.name, body: file.body, caption: subject })
    if (isSent !== true) throw new AppError('report.chat_not_reachable')
  }
}
