import type { Tag } from '../tree/tag.ts'

/** What an input holds before anybody types: its value as its type allows it (HTML, section 4.10.5.1, "value sanitization algorithm"). */
export function inputValue(type: string, tag: Tag): string {
  const value = tag.get('value')
  switch (type) {
    case 'checkbox':
    case 'radio':
      return value ?? 'on'
    case 'text':
    case 'search':
    case 'tel':
    case 'password':
      return withoutLineEnds(value ?? '')
    case 'url':
      return withoutLineEnds(value ?? '').trim()
    case 'email':
      return tag.has('multiple') ? (value ?? '').split(',').map(trimmed).join(',') : trimmed(value ?? '')
    case 'number':
      return matching(number, value)
    case 'range':
      return rangeValue(tag, value)
    case 'color':
      return /^#[\da-f]{6}$/i.test(value ?? '') ? value!.toLowerCase() : '#000000'
    case 'date':
      return matching(/^\d{4,}-\d\d-\d\d$/, value)
    case 'month':
      return matching(/^\d{4,}-\d\d$/, value)
    case 'week':
      return matching(/^\d{4,}-W\d\d$/, value)
    case 'time':
      return matching(/^\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/, value)
    case 'datetime-local':
      return matching(/^\d{4,}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/, value).replace(' ', 'T')
    case 'file':
      return ''
    default:
      return value ?? ''
  }
}

const number = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/

function matching(pattern: RegExp, value = ''): string {
  return pattern.test(value) ? value : ''
}

function withoutLineEnds(value: string): string {
  return value.replace(/[\r\n]/g, '')
}

function trimmed(value: string): string {
  return withoutLineEnds(value).trim()
}

/** HTML, section 4.10.5.1.13: without a number, the middle; never outside its bounds. Steps are not counted. */
function rangeValue(tag: Tag, value: string | undefined): string {
  const numberOf = (text: string | undefined, otherwise: number) => (text !== undefined && number.test(text) ? Number(text) : otherwise)
  const least = numberOf(tag.get('min'), 0)
  const most = numberOf(tag.get('max'), 100)
  const middle = most < least ? least : least + (most - least) / 2
  return String(Math.max(least, Math.min(numberOf(value, middle), Math.max(least, most))))
}
