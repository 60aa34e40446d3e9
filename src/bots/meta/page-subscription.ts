/**
 * What a page's app is told of: one list for every channel of a page, because a later subscription takes the place of the
 * earlier. An Instagram account used through its page needs the page's subscription too; which of its own changes come is
 * chosen in the app's settings.
 */
export const pageSubscription = (pageId: string) => ({
  path: `${pageId}/subscribed_apps`,
  fields: [
    'messages',
    'messaging_postbacks',
    'message_deliveries',
    'message_reads',
    'message_echoes',
    'message_reactions',
    'message_edits',
    'standby',
    'feed',
    'mention',
  ],
})
