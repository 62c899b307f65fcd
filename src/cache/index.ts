export type { Revisit, RevisitOptions, RevisitOutcome } from './revisit-interval.ts'
export { nextInterval } from './revisit-interval.ts'
