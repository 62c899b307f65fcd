/** One thing that can be explained. */
export type Entry = {
  /** What a person types: `304`, `Retry-After`. */
  readonly key: string
  readonly title: string
  /** Labels and texts in order; the first is what the list shows. */
  readonly facts: readonly (readonly [label: string, text: string])[]
  /** Further fields of the JSON. */
  readonly data?: Readonly<Record<string, unknown>> | undefined
}

/** A family of entries: `orbweaver explain status 304`. */
export type Topic = {
  readonly name: string
  /** What comes behind the name; empty where there is nothing to choose. */
  readonly operand: string
  readonly about: string
  readonly entries: readonly Entry[]
  /** For a key that is in no table and has a meaning all the same, for example an unregistered status. */
  readonly unlisted?: ((key: string) => Entry | undefined) | undefined
}

export function findEntry({ entries, unlisted }: Topic, key: string): Entry | undefined {
  const wanted = key.toLowerCase()
  return entries.find(entry => entry.key.toLowerCase() === wanted) ?? unlisted?.(key)
}

/** The entry as lines: its title, then each fact behind its label, broken at `width`. */
export function entryText({ title, facts }: Entry, width: number): string {
  const column = Math.max(...facts.map(([label]) => label.length)) + 2
  const lines = facts.flatMap(([label, text]) =>
    wrapped(text, width - column - 2).map((line, index) => `  ${(index === 0 ? label : '').padEnd(column)}${line}`),
  )
  return [title, ...lines].map(line => `${line}\n`).join('')
}

export function entryRecord(topic: string, { key, title, facts, data }: Entry): Record<string, unknown> {
  const named = facts.map(([label, text]) => [asName(label), text])
  return { topic, key, title, ...Object.fromEntries(named), ...data }
}

/** `robots.txt` -> `robotsTxt`. */
function asName(label: string): string {
  return label.toLowerCase().replace(/[^a-z]+(.)/g, (_, letter: string) => letter.toUpperCase())
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
