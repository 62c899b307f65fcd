import type { PageBytes } from './markup/page-bytes.ts'

/** Text gathered as places in the page; a string is cut only when it is asked for, and nearly always it is one place. */
export type TextRun = { earlier: string; start: number; end: number }

export function startRun(): TextRun {
  return { earlier: '', start: 0, end: 0 }
}

export function addPlace(run: TextRun, page: PageBytes, start: number, end: number): void {
  if (run.end !== start) {
    run.earlier = takeRun(run, page)
    run.start = start
  }
  run.end = end
}

/** Adds text that is not of the page: a space for a line break, an image's alternative. */
export function addWords(run: TextRun, page: PageBytes, words: string): void {
  run.earlier = takeRun(run, page) + words
  run.start = 0
  run.end = 0
}

export function takeRun(run: TextRun, page: PageBytes): string {
  return run.end > run.start ? run.earlier + page.cut(run.start, run.end) : run.earlier
}
