/** Lets only so many at once use the things of one name; the others wait in the order in which they came. Dispose of the turn to end it. */
export function createTurns(most: number): (name: string) => Promise<Disposable> {
  const lines = new Map<string, { used: number; readonly waiting: (() => void)[] }>()
  return name => {
    const line = lines.get(name) ?? { used: 0, waiting: [] }
    lines.set(name, line)
    const end = () => {
      const next = line.waiting.shift()
      if (next !== undefined) return next()
      line.used--
      if (line.used === 0) lines.delete(name)
    }
    const turn: Disposable = { [Symbol.dispose]: end }
    if (line.used >= most) return new Promise(resolve => line.waiting.push(() => resolve(turn)))
    line.used++
    return Promise.resolve(turn)
  }
}
