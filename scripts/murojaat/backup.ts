import { backUp, restore } from '../../src/app/commands/backup.ts'
import { environment, loadConfig } from '../../src/platform/index.ts'
import { type Command, complain, say } from './command.ts'

export const backup: Command = {
  usage: '<file>',
  about: 'puts the whole installation into one file; the program may run meanwhile',
  run([file]) {
    if (file !== undefined) return backUp(loadConfig(environment()), file, say)
    complain('usage: murojaat backup <file>')
    return Promise.resolve(2)
  },
}

const withoutKey = '--without-key'

export const restoreCommand: Command = {
  usage: `<file> [${withoutKey}]`,
  about: 'brings a backup into an installation nobody uses; refuses any other',
  run(args) {
    const [file, option] = [...args.filter((one) => one !== withoutKey), ...args.filter((one) => one === withoutKey)]
    if (file !== undefined && file !== withoutKey && args.length <= 2 && (option === undefined || option === withoutKey))
      return restore(loadConfig(environment()), file, { isWithoutKey: option !== undefined }, say)
    complain(`usage: murojaat restore <file> [${withoutKey}]`)
    return Promise.resolve(2)
  },
}
