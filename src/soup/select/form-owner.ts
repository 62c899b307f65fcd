import type { SoupNode } from '../tree/node.ts'
import type { Tag } from '../tree/tag.ts'
import { nextNode } from '../tree/walk.ts'
import type { Context } from './context.ts'
import { parentTag, perRun } from './context.ts'
import { inherited } from './inherited.ts'

/** Is it the first submit button of its form? */
export function isDefaultButton(tag: Tag, context: Context): boolean {
  const form = formOf(tag, context)
  return isSubmit(tag) && form !== null && formParts(context).buttons.get(form) === tag
}

/** Is none of the radio buttons checked that share this one's name and form? */
export function isOfUncheckedGroup(radio: Tag, context: Context): boolean {
  const name = radio.get('name') ?? ''
  if (name === '') return !radio.has('checked')
  return (
    formParts(context)
      .checked.get(formOf(radio, context) ?? context.top)
      ?.has(name) !== true
  )
}

const nearestForm = inherited<Tag | 'none'>(
  tag => (tag.name === 'form' ? tag : undefined),
  () => 'none',
)

function formOf(tag: Tag, context: Context): Tag | null {
  const parent = parentTag(tag)
  const form = parent === null ? 'none' : nearestForm(parent, context)
  return form === 'none' ? null : form
}

/** By form: its first submit button, and the names of its checked radio buttons; read once in a run. */
const formParts = perRun(context => {
  const buttons = new Map<Tag, Tag>()
  const checked = new Map<SoupNode, Set<string>>()
  for (let node = nextNode(context.top); node !== null; node = nextNode(node)) {
    if (node.kind !== 'tag') continue
    const form = formOf(node, context)
    if (form !== null && isSubmit(node) && !buttons.has(form)) buttons.set(form, node)
    const name = node.get('name')
    if (name === undefined || !node.has('checked') || node.name !== 'input' || node.get('type')?.toLowerCase() !== 'radio') continue
    checked.set(form ?? context.top, (checked.get(form ?? context.top) ?? new Set<string>()).add(name))
  }
  return { buttons, checked }
})

function isSubmit(tag: Tag): boolean {
  return (tag.name === 'button' || tag.name === 'input') && tag.get('type')?.toLowerCase() === 'submit'
}
