import type { Wire } from './endpoint.ts'

/** The same again and again at full speed, until the robot goes. */
export async function endless(wire: Wire, bytes: string, start = ''): Promise<void> {
  const piece = bytes.repeat(Math.ceil(16_384 / bytes.length))
  await wire.send(start)
  while (await wire.send(piece)) {}
}

/** The same again and again with a pause before each, until the robot goes. */
export async function drip(wire: Wire, bytes: string, { start = '', ms = 1000 }: { start?: string; ms?: number } = {}): Promise<void> {
  await wire.send(start)
  while (await wire.wait(ms)) await wire.send(bytes)
}
