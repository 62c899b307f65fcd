import { resolve } from 'node:path'
import type { Sink } from '../spider/index.ts'
import { jsonLine } from '../spider/index.ts'

/** One JSON object a line, appended to a file. */
export function jsonlSink(file: string): Sink {
  return { file: resolve(file), write: jsonLine }
}
