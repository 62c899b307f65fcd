import type { StoredAnswer } from './stored-answer.ts'

/** Reads a stored answer from JSON that anybody may have written; undefined when it is none. */
export function parseStoredAnswer(text: string): StoredAnswer | undefined {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return undefined
  }
  return isStoredAnswer(given) ? given : undefined
}

function isStoredAnswer(given: unknown): given is StoredAnswer {
  if (typeof given !== 'object' || given === null) return false
  const fields = new Map<string, unknown>(Object.entries(given))
  const isText = (name: string) => isLine(fields.get(name))
  const isCount = (name: string) => Number.isSafeInteger(fields.get(name)) && Number(fields.get(name)) >= 0
  const isOptionalText = (name: string) => fields.get(name) === undefined || isText(name)
  const status = fields.get('status')
  const headers = fields.get('headers')
  return (
    ['url', 'variant', 'reason', 'digest'].every(isText) &&
    ['version', 'peer'].every(isOptionalText) &&
    ['requestedAt', 'receivedAt', 'length'].every(isCount) &&
    typeof fields.get('coded') === 'boolean' &&
    Number.isInteger(status) &&
    Number(status) >= 200 &&
    Number(status) <= 599 &&
    Array.isArray(headers) &&
    headers.length % 2 === 0 &&
    headers.every(isLine)
  )
}

/** A field value with a line break or NUL could forge another field. */
function isLine(given: unknown): given is string {
  return typeof given === 'string' && !/[\0\r\n]/.test(given)
}
