const words =
  'annual archive article category chapter collection document guide history library manual notes overview people reference release report research section summary'.split(
    ' ',
  )

/**
 * The n-th URL of a made-up internet: paths of 40 to 60 characters as documentation and shops have them. Nine of ten links of a page stay
 * on its site, the others lead anywhere.
 */
export function urlOf(index: number, sites: number): string {
  const page = Math.floor(index / 60)
  const site = index % 10 === 0 ? (page * 7_919 + index * 31) % sites : page % sites
  const mixed = Math.imul(index ^ 0x5bd1e995, 2_654_435_761) >>> 0
  const word = (shift: number) => words[(mixed >>> shift) % words.length]!
  return `https://www.site-${site}.example/${word(0)}/${word(5)}-${word(10)}/${word(15)}-${word(20)}-${index}.html`
}
