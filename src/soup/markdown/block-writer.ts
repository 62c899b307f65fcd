import { limits } from '../../base/limits.ts'

/** Between two blocks: nothing asked for, the next line, an empty line. */
type Gap = 0 | 1 | 2

type Frame = { readonly rest: string; marker: string | undefined }

/** Puts blocks below one another, each line behind the marks of the lists and quotations that it stands in. */
export class BlockWriter {
  readonly #pieces: string[] = []
  readonly #frames: Frame[] = []
  /** Those beyond the limit. */
  #deeper = 0
  #gap: Gap = 0
  /** Fewest frames open since the last block: an empty line belongs to these. */
  #shared = 0
  /** Blocks written. */
  count = 0

  get depth(): number {
    return this.#frames.length + this.#deeper
  }

  /**
   * @param marker before the first line of what follows @param rest before its other lines. Below `limits.markdownDepth` both are left out.
   */
  enter(marker: string, rest: string): void {
    if (this.#frames.length < limits.markdownDepth) this.#frames.push({ rest, marker })
    else this.#deeper++
  }

  leave(): void {
    if (this.#deeper > 0) this.#deeper--
    else this.#frames.pop()
    this.#shared = Math.min(this.#shared, this.#frames.length)
  }

  /** Asks for a gap before the next block; between a marker and what follows it there is none. */
  gap(gap: Gap): void {
    if (!this.#isAtMarker && gap > this.#gap) this.#gap = gap
  }

  /** The next block comes on the next line, whatever was asked for: items of a list. */
  nextLine(): void {
    if (!this.#isAtMarker) this.#gap = this.#frames.length < limits.markdownDepth ? 1 : 2
  }

  write(block: string): void {
    if (this.#pieces.length > 0) this.#pieces.push(this.#gap === 2 ? `\n${this.#rest(this.#shared).trimEnd()}\n` : '\n')
    const first = this.#frames.map(({ marker, rest }) => marker ?? rest).join('')
    for (const frame of this.#frames) frame.marker = undefined
    const rest = this.#rest(this.#frames.length)
    for (const [at, line] of block.split('\n').entries()) {
      const whole = `${at === 0 ? first : rest}${line}`
      this.#pieces.push(at === 0 ? '' : '\n', line === '' ? whole.trimEnd() : whole)
    }
    this.#gap = 0
    this.#shared = this.#frames.length
    this.count++
  }

  get #isAtMarker(): boolean {
    return this.#deeper === 0 && this.#frames.at(-1)?.marker !== undefined
  }

  get markdown(): string {
    return this.#pieces.length === 0 ? '' : `${this.#pieces.join('')}\n`
  }

  #rest(frames: number): string {
    return this.#frames
      .slice(0, frames)
      .map(({ rest }) => rest)
      .join('')
  }
}
