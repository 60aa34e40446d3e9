/** What was found in one text; the detectors share it, so that what one took is not found again. */
export type MaskedKind = 'card' | 'pinfl' | 'passport' | 'account' | 'phone' | 'email' | 'code' | 'expiry'
export type PersonalFind = {
  readonly kind: MaskedKind
  /** UTF-16 offsets into the text as given, end exclusive. */
  readonly start: number
  readonly end: number
  /** The last digits that may stay readable; '' where none may. */
  readonly tail: string
}

/** The finds of one text; what is taken is not found again. */
export class Finds {
  readonly list: PersonalFind[] = []
  private readonly taken: Uint8Array
  constructor(length: number) {
    this.taken = new Uint8Array(length)
  }

  isFree(start: number, end: number): boolean {
    for (let i = start; i < end; i++) if (this.taken[i] === 1) return false
    return true
  }

  /** Adds the find unless a part of it is taken. */
  add(kind: MaskedKind, start: number, end: number, tail = ''): boolean {
    if (!this.isFree(start, end)) return false
    this.taken.fill(1, start, end)
    this.list.push({ kind, start, end, tail })
    return true
  }
}
