/** The data of buttons the bot understands. At most 64 bytes each, and stable: a client may press one months later. */
export const buttonData = {
  person: 'bot:person',
  helped: 'bot:helped',
  notHelped: 'bot:not_helped',
  status: 'bot:status',
  languageMenu: 'bot:language',
  language: (code: string) => `bot:language:${code}`,
} as const

/** Asks the client for their own phone number; channels that cannot do it show an ordinary button. */
export const shareContactData = 'bot:share_contact'
