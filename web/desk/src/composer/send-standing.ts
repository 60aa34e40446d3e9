import type { PlaceView, ComposerMode as WordsMode } from '#contracts'
import type { Draft } from './drafts.ts'
import { faultOfFile } from './file-standing.ts'
import type { Attachments } from './use-attachments.ts'
import { mayWrite } from './words-mode.ts'

type Standing = {
  readonly draft: Draft
  readonly text: string
  readonly files: Pick<Attachments, 'items' | 'isReady' | 'isComing'>
  /** Null until the hub has said which places there are. */
  readonly place: PlaceView | null
  /** The template put in is there no more. */
  readonly isGone: boolean
  /** Nothing may go to this place now. */
  readonly isShut: boolean
  readonly wordsMode: WordsMode
}

/** Whether "send" would send now. */
export function isAllThere(standing: Standing): boolean {
  return isWritten(standing) && hasFiles(standing, standing.files.isReady) && !standing.isShut
}

/** Whether nothing is missing but what is on its way: the place the reply goes to, a file being uploaded. */
export function isOnItsWay(standing: Standing): boolean {
  const { place, isShut, files } = standing
  return isWritten(standing) && hasFiles(standing, files.isReady || files.isComing) && (place === null || !isShut)
}

const hasFiles = ({ draft }: Standing, isGood: boolean) => draft.mode === 'note' || isGood

/** A reply may be a file alone, a note may not. */
function isWritten({ draft, text, files, place, isGone, wordsMode }: Standing): boolean {
  const isReply = draft.mode === 'reply'
  const isCarried = !isReply || (draft.template?.files ?? []).every((file) => faultOfFile(file, place) === null)
  const hasMatter = text.trim() !== '' || (isReply && files.items.length > 0)
  return isCarried && hasMatter && mayWrite(wordsMode, draft, text) && !isGone
}
