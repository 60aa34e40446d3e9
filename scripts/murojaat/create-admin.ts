import { randomBytes } from 'node:crypto'
import { createOperator, listOperators } from '../../src/staff/index.ts'
import { type Command, complain, say, withDatabase } from './command.ts'

const loginShape = /^[a-z0-9][a-z0-9._-]{1,39}$/
const passwordBytes = 12

export const createAdmin: Command = {
  usage: '<login> [name]',
  about: 'adds an administrator and prints a first password, to be changed at the first sign-in',
  run(args) {
    const [login = '', ...name] = args
    if (!loginShape.test(login)) {
      complain(
        'usage: murojaat create-admin <login> [name]\nA login is 2 to 40 small letters, digits, dots, hyphens or underscores.',
      )
      return Promise.resolve(2)
    }
    return withDatabase(async ({ ctx }) => {
      if ((await listOperators(ctx)).some((one) => one.login === login)) {
        complain(`there is somebody with the login ${login}; npm run reset-password -- ${login} gives a new password`)
        return 1
      }
      const password = randomBytes(passwordBytes).toString('base64url')
      await createOperator(ctx, {
        login,
        displayName: name.join(' ') || login,
        roles: ['administrator'],
        languages: [],
        capacity: 0,
        departmentIds: [],
        interfaceLanguage: 'uz-Latn',
        password,
      })
      say(`${login}: ${password} (to be changed at the first sign-in)`)
      return 0
    })
  },
}
