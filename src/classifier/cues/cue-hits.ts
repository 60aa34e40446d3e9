/** The cues found in a text, in order: of each its group and the first and last word it covers. A buffer that is filled anew for each text. */
export class CueHits {
  size = 0
  private groups = new Uint8Array(256)
  private firsts = new Uint16Array(256)
  private lasts = new Uint16Array(256)

  clear(): void {
    this.size = 0
  }

  add(group: number, first: number, last: number): void {
    const at = this.size
    if (at === this.groups.length) this.grow()
    this.groups[at] = group
    this.firsts[at] = first
    this.lasts[at] = last
    this.size = at + 1
  }

  groupAt(at: number): number {
    return this.groups[at] ?? 0
  }

  firstAt(at: number): number {
    return this.firsts[at] ?? 0
  }

  lastAt(at: number): number {
    return this.lasts[at] ?? 0
  }

  /** Where the first hit of a group stands; -1 where there is none. */
  indexOf(group: number): number {
    for (let at = 0; at < this.size; at++) if (this.groups[at] === group) return at
    return -1
  }

  has(group: number): boolean {
    return this.indexOf(group) >= 0
  }

  private grow(): void {
    const [groups, firsts, lasts] = [this.groups, this.firsts, this.lasts]
    this.groups = new Uint8Array(groups.length * 2)
    this.firsts = new Uint16Array(groups.length * 2)
    this.lasts = new Uint16Array(groups.length * 2)
    this.groups.set(groups)
    this.firsts.set(firsts)
    this.lasts.set(lasts)
  }
}
