/** Header fields as a flat list `[name, value, name, value, ...]`: order, spelling and repetition survive. */
export type HeaderList = readonly string[]

/** The first value of a field, its name in any case; undefined when absent. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (let index = 0; index + 1 < headers.length; index += 2) if (sameName(headers[index]!, name)) return headers[index + 1]
  return undefined
}

/** All values of a field, in order. */
export function headerValues(headers: HeaderList, name: string): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < headers.length; index += 2) if (sameName(headers[index]!, name)) values.push(headers[index + 1]!)
  return values
}

/** The list with one field set: earlier fields of that name are dropped. */
export function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...withoutHeaders(headers, [name]), name, value]
}

/** The list without the named fields. */
export function withoutHeaders(headers: HeaderList, names: readonly string[]): HeaderList {
  const kept: string[] = []
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (!names.some(name => sameName(headers[index]!, name))) kept.push(headers[index]!, headers[index + 1]!)
  }
  return kept
}

function sameName(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase()
}
