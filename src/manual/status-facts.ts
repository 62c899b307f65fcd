export type StatusFacts = {
  readonly code: number
  /** The usual reason phrase. */
  readonly name: string
  /** Where it is defined today. */
  readonly spec: string
  /** What it means. */
  readonly says: string
  /** What a robot should do. */
  readonly robot: string
}

export type StatusRow = readonly [code: number, name: string, spec: string, says: string, robot: string]

export function statusFacts(rows: readonly StatusRow[]): StatusFacts[] {
  return rows.map(([code, name, spec, says, robot]) => ({ code, name, spec, says, robot }))
}
