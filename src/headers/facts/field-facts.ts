/** What a header field is about (RFC 2616 section 4.2): the message, the asking, the answering, or what is in the body. */
export type FieldKind = 'general' | 'request' | 'response' | 'entity'

export type FieldFacts = {
  /** In its usual spelling. */
  readonly name: string
  readonly kind: FieldKind
  /** Where it is defined today. */
  readonly spec: string
  /** What it says. */
  readonly says: string
  /** What a robot should do with it. */
  readonly robot: string
  /** No longer in use: why, and what took its place. */
  readonly obsolete?: string | undefined
}

/** A row of the tables: name, spec, says, robot, obsolete. */
export type FieldRow = readonly [name: string, spec: string, says: string, robot: string, obsolete?: string]

export function factsOf(kind: FieldKind, rows: readonly FieldRow[]): FieldFacts[] {
  return rows.map(([name, spec, says, robot, obsolete]) => ({
    name,
    kind,
    spec,
    says,
    robot,
    ...(obsolete === undefined ? {} : { obsolete }),
  }))
}
