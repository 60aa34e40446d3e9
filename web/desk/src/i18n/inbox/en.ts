/** Looking for requests, tabs, drafts and signals, in English. */
import type { uzLatnInbox } from './uz-latn.ts'

export const enInbox = {
  find: {
    here: 'In this list',
    everywhere: 'Everywhere',
    where: 'Where to look',
    lookEverywhere: 'Look in all requests',
    foundIn: 'Message found',
    filterDepartment: 'Department',
    filterTopic: 'Topic',
    filterHolder: 'Holder',
    filterLanguage: 'Client’s language',
    openedFrom: 'Received from',
    openedTo: 'to',
    views: 'Saved views',
    saveAs: 'Name of the view',
    save: 'Save',
    saveHint: 'What you look for now and its filters are kept under this name.',
    saved: (name) => `“${name}” is saved`,
    forget: (name) => `Delete the view “${name}”`,
  },
  tabs: {
    label: 'Open requests',
    close: (name) => `Close: ${name}`,
    unread: 'new message',
    back: 'Back to the list',
  },
  tabNav: {
    nextTab: 'Next tab',
    previousTab: 'Previous tab',
    closeTab: 'Close the tab',
  },
  drafts: {
    saved: 'Draft saved',
    onlyHere: 'Draft in this browser only',
    left: (name) => `${name} left a reply unsent`,
    takeOver: 'Go on with it',
    leave: 'Not needed',
  },
  signals: {
    label: 'Notices',
    notice: 'Desktop notices',
    counter: 'Count in the tab’s title',
    refused: 'The browser does not allow notices. Allow them at the lock in the address bar.',
    wrote: (name) => `${name} wrote`,
  },
  files: {
    preview: (name) => `Preview: ${name}`,
    drop: 'Drop the file here',
    open: 'Download',
  },
} satisfies typeof uzLatnInbox
