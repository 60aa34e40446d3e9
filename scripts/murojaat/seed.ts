import { isDemo } from '../../src/app/demo.ts'
import { seedBank } from '../../src/app/seed-bank.ts'
import { type Command, say, withDatabase } from './command.ts'

export const seed: Command = {
  usage: '',
  about: 'puts the first departments, staff, terms and templates into an empty database; one in use keeps what it has',
  run: () =>
    withDatabase(async ({ ctx, config, dataDirectory }) => {
      const isOn = isDemo(config)
      const { count, greeting } = await seedBank(ctx, { dataDirectory, isDemo: isOn, siteCode: isOn ? 'demo' : 'main' })
      say(count === 0 ? 'there is staff already; nobody was added' : `members of staff added: ${count}`)
      if (count > 0) for (const line of greeting('')) say(line)
      return 0
    }),
}
