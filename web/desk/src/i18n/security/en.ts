/** The second step, proofs and sessions, in English. */
import { pluralOf } from '../plural.ts'
import type { uzLatnSecurity } from './uz-latn.ts'

const plural = pluralOf('en')

export const enSecurity = {
  secondStep: {
    title: 'Authenticator code',
    lead: 'Enter the six digits of the app. Without your phone, type one of your recovery codes.',
    code: 'Code',
    submit: 'Confirm',
    other: 'Sign in as somebody else',
    between: 'or',
  },
  proveAgain: {
    title: 'Is it really you?',
    lead: 'This matters, so prove once more who you are. It will do for ten minutes.',
    code: 'Authenticator code',
    password: 'Password',
    submit: 'Confirm',
    oidc: 'Confirm by the bank’s single sign-on, then do it again.',
    go: 'Go to the single sign-on',
  },
  enrol: {
    title: 'Set up an authenticator',
    required: 'Your role requires a second step. Set it up to go on.',
    scan: 'Scan this code in the authenticator app.',
    qr: 'QR code for the authenticator',
    typed: 'Without a camera, type the key by hand:',
    code: 'The code the app shows',
    submit: 'Set up',
    codesTitle: 'Recovery codes',
    codesLead:
      'If the phone is lost, one of these lets you in. Each works once, and they are not shown again. Keep them in a safe place.',
    done: 'I have kept them',
  },
  security: {
    title: 'Security',
    lead: 'The second step and open sessions',
    tabs: {
      own: 'My account',
      everybody: 'All sessions',
    },
    step: 'Second step',
    on: 'On',
    off: 'Off',
    stepLead:
      'After the password you are asked for a code of the app on your phone: somebody who knows your password does not get in.',
    codesLeft: (n: number) => `${n} recovery ${plural(n, { one: 'code', many: 'codes' })} left`,
    turnOn: 'Set up an authenticator',
    turnOff: 'Switch off',
    newCodes: 'New recovery codes',
    required: 'Required by your role',
    sessions: 'Open sessions',
    thisOne: 'this session',
    endOthers: 'End the others',
    end: 'End',
    ended: 'The session is ended.',
    who: 'Member of staff',
    where: 'From',
    since: 'Began',
    seen: 'Last active',
    method: 'Signed in by',
    methods: {
      password: 'password',
      oidc: 'single sign-on',
      oidc_mfa: 'single sign-on, two steps',
    },
    roles: 'Roles that need a second step',
    rolesLead: 'Staff with these roles set up an authenticator at their next request.',
    save: 'Save',
    saved: 'Saved.',
  },
} satisfies typeof uzLatnSecurity
