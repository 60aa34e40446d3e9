/** Writing to a client, in English. */
import { pluralOf } from '../plural.ts'
import type { uzLatnComposer } from './uz-latn.ts'

const plural = pluralOf('en')

export const enComposer = {
  composer: {
    label: 'Write a reply',
    reply: 'Reply',
    note: 'Note',
    replyTo: (name: string, channel: string) => `Reply to ${name}, ${channel}`,
    placeholder: 'Write a reply. Press / for a template',
    notePlaceholder: 'A note for colleagues. The client will not see it',
    send: 'Send',
    saveNote: 'Save the note',
    template: 'Template',
    chars: (n: number, max: number) => `${n} / ${max}`,
    language: (name: string) => `Client’s language: ${name}`,
    takeFirst: 'To reply, take the request first.',
    takeAndReply: 'Take and reply',
    heldBy: (name: string) => `${name} holds this request. You may watch and write notes.`,
    closed: 'The request is closed.',
    reopen: 'Reopen',
    noPermission: 'You are not allowed to reply.',
    clientWrote: 'The client wrote while you were typing',
    clientWroteHint: 'Read it, change your reply if need be, and send again.',
    iHaveRead: 'I have read it',
    templateFrom: (shortcut: string) => `Template: /${shortcut}`,
    templateDrop: 'Detach the template',
    missing: (n: number) => `${n} ${plural(n, { one: 'field is', many: 'fields are' })} not filled in. Tab takes you there.`,
    attach: 'Attach a file',
    detach: 'Remove the file',
    uploading: 'Uploading',
    searchTemplates: 'Search templates',
    templatesLabel: 'Templates',
    noTemplates: 'No template found. Try another word or press Esc.',
    pickHint: 'choose · insert · close',
    keepsNote: 'Note mode: this text will not go to the client',
    variables: {
      client_name: 'client’s name',
      bank_name: 'bank’s name',
      request_number: 'request number',
      operator_name: 'operator’s name',
      department: 'department',
      answer_by: 'answer by',
      opens_at: 'opening time',
      hotline: 'hotline',
      address: 'branch address',
      amount: 'amount',
      date: 'date',
    },
  },
} satisfies typeof uzLatnComposer
