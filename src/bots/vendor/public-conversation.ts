/** One conversation for what one client writes under one post: another's words there are another's matter. */
export const publicConversation = (postId: string, authorId: string) => `post:${postId}:${authorId}`
