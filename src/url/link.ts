/** How a URL came to be known. */
export type Via =
  | 'seed'
  | 'anchor'
  | 'area'
  | 'frame'
  | 'link'
  | 'image'
  | 'script'
  | 'style'
  | 'media'
  | 'refresh'
  | 'redirect'
  | 'sitemap'
  | 'feed'
  | 'form'
  | 'canonical'
  | 'handler'

/**
 * A canonical URL and how we know it. JSON-safe plain data from the first day: a link survives any queue.
 */
export type Link = {
  readonly url: string
  /** The page it was found on; absent for seeds. */
  readonly from?: string | undefined
  readonly via: Via
  /** Links between a seed and this page; seeds have 0, a redirect keeps its origin's depth. */
  readonly depth: number
  /** 0 (first) to 255 (last) within a site; default 128. */
  readonly priority?: number | undefined
  /** Anchor text, white space collapsed. */
  readonly text?: string | undefined
  /** `rel` tokens, lower case, joined by a space. */
  readonly rel?: string | undefined
  /** The URLs whose redirects led here, oldest first. */
  readonly redirects?: readonly string[] | undefined
}
