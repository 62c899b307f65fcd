/**
 * The seen-set: fingerprint -> id, in typed arrays. 60 of the 64 bits tell URLs apart (12 pick the shard, 48 are stored): at 5 million
 * URLs the chance of any collision is about 1e-5, at 100 million 0.4 %.
 * A slot takes 10 bytes and shards grow by an eighth, so a known URL costs 11.5 to 13.4 bytes once a shard is past its first size.
 */
export class UrlIndex {
  readonly #shards: Shard[]
  #size = 0

  /** @param expected room for so many is there at once: grown step by step, a table is copied again and again. Default 0 */
  constructor(expected = 0) {
    const capacity = Math.max(firstCapacity, Math.ceil(expected / shardCount / fullest))
    this.#shards = Array.from({ length: shardCount }, () => createShard(capacity))
  }

  get size(): number {
    return this.#size
  }

  /** Bytes held by the tables. */
  get bytes(): number {
    return this.#shards.reduce((sum, shard) => sum + shard.capacity * slotBytes, 0)
  }

  /** The id known for a fingerprint, or 0. */
  find(high: number, low: number): number {
    const shard = this.#shards[high >>> 20]!
    return shard.ids[slotOf(shard, high, low)]!
  }

  /** Puts a new fingerprint under an id of 1 to 2^32 - 1. One that is known keeps its id. */
  add(high: number, low: number, id: number): void {
    const shard = this.#shards[high >>> 20]!
    const slot = slotOf(shard, high, low)
    if (shard.ids[slot] !== 0) return
    shard.words[slot] = low
    shard.halves[slot] = halfOf(high)
    shard.ids[slot] = id
    this.#size++
    if (++shard.used > shard.capacity * fullest) this.#shards[high >>> 20] = grow(shard)
  }
}

type Shard = { words: Uint32Array; halves: Uint16Array; ids: Uint32Array; capacity: number; used: number }

const shardCount = 4096
const slotBytes = 10
const firstCapacity = 8
const fullest = 0.87
/** Linear probing at a load of 0.77 to 0.87: a miss reads about 10 to 30 neighbouring slots. */
const growth = 1.125

function createShard(capacity: number): Shard {
  return {
    words: new Uint32Array(capacity),
    halves: new Uint16Array(capacity),
    ids: new Uint32Array(capacity),
    capacity,
    used: 0,
  }
}

function grow(old: Shard): Shard {
  const shard = createShard(Math.max(old.capacity + 8, Math.ceil(old.capacity * growth)))
  for (let from = 0; from < old.capacity; from++) {
    if (old.ids[from] === 0) continue
    let slot = startOf(old.words[from]!, shard.capacity)
    while (shard.ids[slot] !== 0) if (++slot === shard.capacity) slot = 0
    shard.words[slot] = old.words[from]!
    shard.halves[slot] = old.halves[from]!
    shard.ids[slot] = old.ids[from]!
  }
  shard.used = old.used
  return shard
}

/** Where a fingerprint stands, or the empty slot where it would. */
function slotOf({ words, halves, ids, capacity }: Shard, high: number, low: number): number {
  const half = halfOf(high)
  let slot = startOf(low, capacity)
  while (ids[slot] !== 0 && (words[slot] !== low || halves[slot] !== half)) if (++slot === capacity) slot = 0
  return slot
}

function halfOf(high: number): number {
  return (high >>> 4) & 0xffff
}

/** Multiply-high spreads 32 bits over any capacity without a division. */
function startOf(low: number, capacity: number): number {
  return Math.floor((low / 4_294_967_296) * capacity)
}
