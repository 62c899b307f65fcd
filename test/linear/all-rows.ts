import type { LinearRow } from './linear-row.ts'
import { messageRows } from './message-rows.ts'
import { pageRows } from './page-rows.ts'
import { textRows } from './text-rows.ts'

/** Every reader of what comes from outside, on the worst inputs that we could think of. */
export const linearRows: readonly LinearRow[] = [...textRows, ...messageRows, ...pageRows]
