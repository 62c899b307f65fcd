/** One reader on one kind of hostile input that can be made of any size: the time that it takes must be in proportion to the size. */
export type LinearRow = {
  readonly reader: string
  readonly oddity: string
  /** Makes an input of about `size` characters; what it gives back is the work that is timed, to be done once. */
  readonly prepare: (size: number) => () => unknown
}

/** An input of about so many characters. */
export type Shape = (size: number) => string

export type Shapes = Readonly<Record<string, Shape>>

/** A piece again and again. */
export function fill(piece: string, before = '', after = ''): Shape {
  return size => before + piece.repeat(Math.ceil(size / piece.length)) + after
}

/** Pieces that differ, each of about `length` characters. */
export function each(make: (number: number) => string, length: number, before = '', after = ''): Shape {
  return size => before + Array.from({ length: Math.ceil(size / length) }, (_, number) => make(number)).join('') + after
}

/** @param read what comes before its function is called is not timed */
export function rowsOf(reader: string, read: (text: string) => () => unknown, shapes: Shapes): LinearRow[] {
  return Object.entries(shapes).map(([oddity, shape]) => ({ reader, oddity, prepare: size => read(shape(size)) }))
}

/** One character a byte. */
export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
