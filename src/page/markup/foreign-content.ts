import { limits } from '../../base/limits.ts'

/**
 * Follows svg and math through a page, because `<title>`, `<style>` and `<script>` are ordinary tags in there (HTML, section 13.2.6.5).
 * Fed with lower-case names by the walk; told of HTML tags too, since some of them end an svg that was left open.
 */
export type ForeignContent = {
  /** Is any svg or math open? While not, only svg and math need to be told. */
  isOpen: boolean
  /** Is the innermost of them foreign, and not HTML inside a foreignObject? */
  isForeign: boolean
  open(name: string, isSelfClosing: boolean): void
  close(name: string): void
}

export function createForeignContent(): ForeignContent {
  const stack: string[] = []
  const update = () => {
    const top = stack[stack.length - 1]
    content.isOpen = top !== undefined
    content.isForeign = top === 'svg' || top === 'math'
  }
  const content: ForeignContent = {
    isOpen: false,
    isForeign: false,
    open(name, isSelfClosing) {
      const top = stack[stack.length - 1]
      const isForeign = content.isForeign
      if (isForeign && breakouts.has(name)) while (stack.at(-1) === 'svg' || stack.at(-1) === 'math') stack.pop()
      const enters = name === 'svg' || name === 'math' || (top === 'svg' && svgHtml.has(name)) || (top === 'math' && mathHtml.has(name))
      if (enters && !isSelfClosing && stack.length < limits.foreignDepth) stack.push(name)
      update()
    },
    close(name) {
      const found = stack.lastIndexOf(name)
      if (found >= 0) stack.length = found
      update()
    },
  }
  return content
}

/** Elements inside svg and math whose content is HTML again. */
const svgHtml: ReadonlySet<string> = new Set(['desc', 'foreignobject', 'title'])
const mathHtml: ReadonlySet<string> = new Set(['annotation-xml', 'mi', 'mn', 'mo', 'ms', 'mtext'])

/** HTML start tags that end foreign content. */
const breakouts: ReadonlySet<string> = new Set(
  `b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small
  span strike strong sub sup table tt u ul var`.split(/\s+/),
)
