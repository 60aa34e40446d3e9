import type { Command } from './command.ts'

export const start: Command = {
  usage: '',
  about: 'starts the program, as npm start does',
  async run() {
    await import('../../src/main.ts')
    return 0
  },
}
