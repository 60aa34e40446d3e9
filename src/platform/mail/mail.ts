/** Letters out of the house, over the bank's own SMTP server. */
import nodemailer from 'nodemailer'
import { AppError } from '#kernel'
import type { Config } from '../config/schema.ts'

export type Letter = {
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string
  readonly attachment: { readonly name: string; readonly mimeType: string; readonly body: Buffer }
}
export type Mail = { send(letter: Letter): Promise<void> }

const connectWithinMs = 10_000
const sendWithinMs = 60_000

/**
 * Sends a letter or throws: `report.mail_not_configured` where no server is set, what the server said otherwise. No connection is
 * kept: a report a day is no reason for one.
 */
export function createMail(config: Pick<Config, 'SMTP_URL' | 'MAIL_FROM'>): Mail {
  const { SMTP_URL: url, MAIL_FROM: from } = config
  return {
    async send({ to, subject, text, attachment }) {
      if (url === undefined || from === undefined) throw new AppError('report.mail_not_configured')
      const transport = nodemailer.createTransport({
        url: url.reveal(),
        connectionTimeout: connectWithinMs,
        greetingTimeout: connectWithinMs,
        socketTimeout: sendWithinMs,
      })
      try {
        const { name, mimeType, body } = attachment
        await transport.sendMail({
          from,
          to: [...to],
          subject,
          text,
          attachments: [{ filename: name, contentType: mimeType, content: body }],
        })
      } finally {
        transport.close()
      }
    },
  }
}
