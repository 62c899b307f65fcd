/** One reader of outside bytes, and what must hold whatever it is given. */
export type FuzzTarget = {
  readonly name: string
  /** Inputs that make sense: all others are made out of them. */
  readonly seeds: readonly (string | Uint8Array)[]
  /** Pieces of the grammar, which chance would take long to find. */
  readonly words: readonly string[]
  /** Throws when something does not hold, and whatever the reader throws that it should not. */
  readonly check: (input: Uint8Array) => void | Promise<void>
  /** Readings of one input: each may take 1 ms a KB. Default 1. */
  readonly readings?: number | undefined
}

/** As the readers of text get it. U+E000 and U+E001 become halves of a character, which no bytes of UTF-8 give. */
export function textOf(input: Uint8Array): string {
  return decoder.decode(input).replaceAll('\ue000', '\ud83d').replaceAll('\ue001', '\ude00')
}

/** As header fields are kept: one character a byte. */
export function latin1Of(input: Uint8Array): string {
  return Buffer.from(input.buffer, input.byteOffset, input.length).toString('latin1')
}

export function bytesOf(seed: string | Uint8Array): Uint8Array {
  return typeof seed === 'string' ? new Uint8Array(Buffer.from(seed)) : seed
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
