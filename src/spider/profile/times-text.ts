/** The greatest of some numbers, and its name; of none `''` and 0. */
export function greatest<Name extends string>(parts: Readonly<Record<Name, number>>): [name: Name, value: number] {
  return (Object.entries(parts) as [Name, number][]).reduce((one, other) => (other[1] > one[1] ? other : one), ['' as Name, 0])
}

/** `reading 40 %, handlers 12 %`, greatest first, without what is below 1 %. */
export function sharesText(parts: Readonly<Record<string, number>>, ofMs: number): string {
  return Object.entries(parts)
    .filter(([, ms]) => ms >= 0.01 * ofMs)
    .sort(([, one], [, other]) => other - one)
    .map(([name, ms]) => `${name} ${percent(ms, ofMs)}`)
    .join(', ')
}

export function percent(ms: number, ofMs: number): string {
  return `${Math.round((ms / ofMs) * 100)} %`
}

/** `2.4 ms`, `380 ms`, `1.2 s` */
export function duration(ms: number): string {
  if (ms >= 999.5) return `${(ms / 1000).toFixed(1)} s`
  return `${ms < 9.95 ? ms.toFixed(1) : Math.round(ms)} ms`
}
