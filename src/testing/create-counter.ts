import { limits } from '../base/limits.ts'

/** Counts how often each thing came, of which `limits.townCounters` are told apart: of one more the oldest begins anew. */
export function createCounter(): (key: string) => number {
  const counts = new Map<string, number>()
  return text => {
    const key = text.slice(0, 200)
    const count = (counts.get(key) ?? 0) + 1
    counts.set(key, count)
    if (counts.size > limits.townCounters) counts.delete(counts.keys().next().value!)
    return count
  }
}
