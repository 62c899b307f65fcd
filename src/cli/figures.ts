/** Numbers for people, without the cost of loading a locale: `568,248`, `1 byte`, `1.4 MB`, `0.4 s`. */

export function grouped(value: number): string {
  const [whole = '', ...rest] = String(value).split('.')
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...rest].join('.')
}

/** `1 byte`, `70,057 bytes` */
export function bytesText(count: number): string {
  return `${grouped(count)} ${count === 1 ? 'byte' : 'bytes'}`
}

/** Powers of 1000, three digits. */
export function size(bytes: number): string {
  let value = bytes
  for (const unit of ['B', 'kB', 'MB', 'GB']) {
    if (value < 999.5) return `${unit === 'B' ? value : value.toFixed(value < 99.95 ? 1 : 0)} ${unit}`
    value /= 1000
  }
  return `${value.toFixed(1)} TB`
}

export function span(ms: number): string {
  if (ms < 99_950) return `${(ms / 1000).toFixed(ms < 95 ? 3 : 1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 5400) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${(seconds / 3600).toFixed(1)} h`
}
