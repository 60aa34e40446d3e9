/** A reply of a public conversation: a comment under the client's last one. */

import { type CommentsInput, postReply } from './comments.ts'
import type { Sender } from './deliver-parts.ts'
import type { GraphFailure } from './graph-api.ts'

const nothingToAnswer: GraphFailure = {
  kind: 'refused',
  status: 400,
  code: 100,
  subcode: 0,
  retryAfterMs: null,
  isTransient: false,
}

/** Buttons and files have no place in public and are left out; a reply under a comment has no window. */
export function createCommentSender(input: CommentsInput, split: (text: string) => string[]): Sender<string> {
  return {
    plan: (claimed) => split(claimed.text),
    send: async (_ctx, claimed, part) => {
      const to = claimed.lastClientMessageExternalId
      return to === null ? { ok: false, failure: nothingToAnswer } : postReply(input, to, part)
    },
  }
}
