/** Milliseconds as JSON shows them: to a tenth. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10
}
