/**
 * A file of the house that many messages carry, as one of a template: it is stored once, and no message takes it along when what
 * was written is removed.
 */
const prefix = 'shared/'

export const sharedFileKey = (id: string): string => `${prefix}${id}`
export const isSharedFile = (storageKey: string): boolean => storageKey.startsWith(prefix)
