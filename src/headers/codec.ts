/** How one kind of header field value is read and written. */
export type Codec<Value> = {
  /** Of a trimmed field value. Undefined for what says nothing of the kind; never throws. */
  readonly parse: (text: string) => Value | undefined
  /** What `parse` reads back as the same value. */
  readonly format: (value: Value) => string
}

/** The value that a codec reads. */
export type ValueOf<Some> = Some extends Codec<infer Value> ? Value : never
