/** A comment of VK is named by its post too: answering it and deleting it need both. */

const form = /^(\d{1,15})_(\d{1,15})$/

export const writeCommentId = (postId: string, commentId: string) => `${postId}_${commentId}`

/** Null for what is no comment of ours to name; nothing else ever becomes part of a call. */
export function readCommentId(externalId: string): { postId: string; commentId: string } | null {
  const [, postId, commentId] = form.exec(externalId) ?? []
  return postId === undefined || commentId === undefined ? null : { postId, commentId }
}
