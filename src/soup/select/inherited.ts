import type { Tag } from '../tree/tag.ts'
import type { Context } from './context.ts'
import { parentTag, perNode } from './context.ts'

/**
 * What a tag says of itself, or else what the nearest one around it says. Each answer is kept for a run, so that it asks along a path once.
 * @param otherwise what holds where none says anything
 */
export function inherited<Answer>(
  own: (tag: Tag, context: Context) => Answer | undefined,
  otherwise: (context: Context) => Answer,
): (tag: Tag, context: Context) => Answer {
  const answers = perNode<Answer>()
  return (tag, context) => {
    const known = answers(context)
    const path: Tag[] = []
    let answer: Answer | undefined
    for (let at: Tag | null = tag; at !== null && answer === undefined; at = parentTag(at)) {
      answer = known.get(at)
      if (answer !== undefined) break
      path.push(at)
      answer = own(at, context)
    }
    answer ??= otherwise(context)
    for (const at of path) known.set(at, answer)
    return answer
  }
}
