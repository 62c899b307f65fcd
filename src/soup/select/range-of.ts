import type { Tag } from '../tree/tag.ts'

const ranged: ReadonlySet<string> = new Set(['date', 'month', 'week', 'time', 'datetime-local', 'number', 'range'])

/**
 * Is the value of an input between its `min` and `max`? Values of one type compare as numbers or, since they are written from the year
 * downwards, as texts.
 */
export function rangeOf(tag: Tag): 'in' | 'out' | undefined {
  const type = tag.get('type')?.toLowerCase() ?? ''
  const [least, most, value] = [tag.get('min'), tag.get('max'), tag.get('value')]
  if (tag.name !== 'input' || !ranged.has(type) || (least === undefined && most === undefined)) return undefined
  if (value === undefined || value === '') return 'in'
  const isNumber = type === 'number' || type === 'range'
  const isLess = (one: string, other: string) => (isNumber ? Number(one) < Number(other) : one < other)
  return (least !== undefined && isLess(value, least)) || (most !== undefined && isLess(most, value)) ? 'out' : 'in'
}
