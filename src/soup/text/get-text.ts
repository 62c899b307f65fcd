import { copyText } from '../../base/copy-text.ts'
import type { Branch } from '../tree/branch.ts'
import type { StringKind } from './strings.ts'
import { stringsOf } from './strings.ts'
import { strip as stripped } from './strip.ts'

export type TextOptions = {
  /** Between two strings. Default none. */
  readonly separator?: string | undefined
  /** Without white space at both ends of each string; strings of nothing else are left out. Default false. */
  readonly strip?: boolean | undefined
  /** Which strings count. Default: the text of the element itself, without that of scripts, styles, templates and ruby annotations. */
  readonly kinds?: readonly StringKind[] | undefined
}

/** All strings below, joined. Shares no memory with the page. */
export function getText(branch: Branch, { separator = '', strip = false, kinds }: TextOptions = {}): string {
  const strings: string[] = []
  for (const { value } of stringsOf(branch, kinds)) {
    const text = strip ? stripped(value) : value
    if (text !== '' || !strip) strings.push(text)
  }
  return strings.length === 1 ? copyText(strings[0]!) : strings.join(separator)
}
