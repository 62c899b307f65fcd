import { seededRandom } from '../base/random.ts'

export type Random = () => number

const words = (
  'anchor apple archive autumn basket bell birch boat border branch bread bridge broom brook candle canal carpet castle chalk chapel cherry ' +
  'clock cloud coast copper corner cotton crane creek dawn desk door drum east feather fence ferry field fire flute forest fountain garden ' +
  'gate glass grain gravel harbour hazel hedge hill honey island ivory kettle ladder lake lamp lantern leaf letter linen maple market meadow ' +
  'mill mirror morning moss north oak orchard paper path pebble pepper pilot pine plum pond quarry rain reed ribbon river roof rope saddle ' +
  'sail salt sand silver slate snow south spoon stable station stone storm stream summer thread timber tower valley village wagon wall water ' +
  'weaver west wheat wheel willow window winter wood wool yard'
).split(' ')
const verbs = 'carries crosses follows guards holds joins keeps leaves meets needs passes reaches shows turns'.split(' ')

/** Random numbers that depend on the town's seed and on the place they are used for, and on nothing else. */
export function randomFor(seed: number, place: string): Random {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5 ^ seed
  for (let index = 0; index < place.length; index += 1) hash = Math.imul(hash ^ place.charCodeAt(index), 0x01000193)
  return seededRandom(hash)
}

/** A whole number in [0, below). */
export function pick(random: Random, below: number): number {
  return Math.floor(random() * below)
}

export function word(random: Random): string {
  return words[pick(random, words.length)]!
}

export function title(random: Random): string {
  const text = `${word(random)} and ${word(random)}`
  return text[0]!.toUpperCase() + text.slice(1)
}

export function paragraph(random: Random, sentences = 3): string {
  return Array.from({ length: sentences }, () => sentence(random)).join(' ')
}

function sentence(random: Random): string {
  const verb = verbs[pick(random, verbs.length)]!
  return `The ${word(random)} of the ${word(random)} ${verb} the ${word(random)} by the ${word(random)}.`
}
