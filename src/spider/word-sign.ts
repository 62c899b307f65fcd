const dateWords =
  `jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov november dec december
  mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun sunday`.split(/\s+/)

/**
 * The words of a text as one number: the same for the same words in any order, whatever numbers, ids, names of days and months, and capital
 * letters stand in them. One pass over the text, and no strings.
 */
export function wordSign(text: string): number {
  let [high, low] = [0, 0]
  let [word, group, part] = [0, 0, 0]
  let isGroup = false
  let hasDigit = false
  for (let at = 0; at <= text.length; at++) {
    // Behind the end stands a space.
    const code = at < text.length ? text.charCodeAt(at) : space
    if (isLetter(code) || code === underscore) {
      part = fold(part, code)
      isGroup = true
    } else if (code >= 0x30 && code <= 0x39) {
      isGroup = true
      hasDigit = true
    } else {
      group = fold(group, part !== 0 && dateHashes.has(part) ? masked : part)
      part = 0
      if (code === dash) {
        group = fold(group, dash)
        isGroup = true
      } else {
        // Letters, digits and dashes that stand together are a number or an id when a digit is among them.
        if (isGroup) word = fold(word, hasDigit ? masked : group)
        group = 0
        isGroup = false
        hasDigit = false
        if (code > space && !isSpace(code)) word = fold(word, code)
        else if (word !== 0) {
          high = (high + mix(word, 2_246_822_507)) | 0
          low = (low + mix(word, 3_266_489_909)) | 0
          word = 0
        }
      }
    }
  }
  return (high >>> 0) * 2 ** 21 + ((low >>> 0) & 0x1f_ffff)
}

const space = 0x20
const dash = 0x2d
const underscore = 0x5f
/** No sum of letters that is likely to come. */
const masked = 0x5bd1_e995

function isLetter(code: number): boolean {
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

function isSpace(code: number): boolean {
  return code === 0xa0 || code === 0x2028 || code === 0x2029 || code === 0x3000 || code === 0xfeff
}

/** Capitals count as small letters. */
function fold(hash: number, code: number): number {
  return (Math.imul(hash ^ (hash >>> 15), 2_654_435_761) + (code | 0x20)) | 0
}

function mix(hash: number, by: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), by)
  return mixed ^ (mixed >>> 13)
}

const dateHashes: ReadonlySet<number> = new Set(
  dateWords.map(word => [...word].reduce((hash, letter) => fold(hash, letter.charCodeAt(0)), 0)),
)
