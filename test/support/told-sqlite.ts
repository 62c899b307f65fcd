import { DatabaseSync as Real } from 'node:sqlite'

export { StatementSync } from 'node:sqlite'

/** Called before a database is opened. */
export const opening: { tell: (path: string) => void } = { tell: () => {} }

/** In the place of Node's for code of `src/`, see fault-at.ts: a class of a builtin module cannot be replaced from outside. */
export class DatabaseSync extends Real {
  constructor(...given: ConstructorParameters<typeof Real>) {
    opening.tell(String(given[0]))
    super(...given)
  }
}
