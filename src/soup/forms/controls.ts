import { visit } from '../read/visit.ts'
import { htmlNamespace } from '../tree/attributes.ts'
import type { Branch } from '../tree/branch.ts'
import type { Tag } from '../tree/tag.ts'

/** A control where it stands. */
export type Control = {
  readonly tag: Tag
  /** The form that it belongs to. */
  readonly form: Tag | undefined
  /** By itself or by a fieldset around it. */
  readonly disabled: boolean
  /** In a datalist nothing is sent. */
  readonly offered: boolean
  readonly label: Tag | undefined
}

const controlTags: ReadonlySet<string> = new Set(['input', 'button', 'select', 'textarea'])
const tableParts: ReadonlySet<string> = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr'])

/** The forms and the controls of a page, each in document order, told in one walk: who owns what, what is disabled, what is called how. */
export function readControls(root: Branch): { readonly forms: readonly Tag[]; readonly controls: readonly Control[] } {
  const forms: Tag[] = []
  const found: (Control & { readonly around: Tag | undefined })[] = []
  const byId = new Map<string, Tag>()
  const labelFor = new Map<string, Tag>()
  const around: Tag[] = []
  const labels: Tag[] = []
  const fieldsets: Fieldset[] = []
  // The parser empties a form that stands between a table and its cells, but what follows there still belongs to it.
  const emptied: (Tag | undefined)[] = []
  let blocked = 0
  let datalists = 0

  visit(root, {
    open(tag) {
      if (tag.namespace !== htmlNamespace) return true
      const id = tag.get('id')
      if (id !== undefined && id !== '' && !byId.has(id)) byId.set(id, tag)
      const fieldset = fieldsets.at(-1)
      switch (tag.name) {
        case 'form':
          forms.push(tag)
          around.push(tag)
          if (emptied.length > 0 && tag.firstNode === null && tableParts.has(tag.up?.name ?? '')) emptied[emptied.length - 1] = tag
          break
        case 'table':
          emptied.push(emptied.at(-1))
          break
        // Its content is no part of the page.
        case 'template':
          return false
        case 'datalist':
          datalists++
          break
        case 'label': {
          labels.push(tag)
          const target = tag.get('for')
          if (target !== undefined && !labelFor.has(target)) labelFor.set(target, tag)
          break
        }
        case 'fieldset':
          fieldsets.push({ tag, disabled: tag.has('disabled'), legend: undefined })
          if (tag.has('disabled')) blocked++
          break
        case 'legend':
          if (fieldset !== undefined && fieldset.tag === tag.up && fieldset.legend === undefined) {
            fieldset.legend = tag
            if (fieldset.disabled) blocked--
          }
          break
        default:
          if (controlTags.has(tag.name)) {
            const disabled = tag.has('disabled') || blocked > 0
            const own = { form: undefined, around: around.at(-1) ?? emptied.at(-1), label: labels.at(-1) }
            found.push({ tag, disabled, offered: datalists > 0, ...own })
          }
      }
      return true
    },
    close(tag) {
      if (tag.namespace !== htmlNamespace) return
      if (tag.name === 'form') around.pop()
      else if (tag.name === 'table') emptied.pop()
      else if (tag.name === 'datalist') datalists--
      else if (tag.name === 'label') labels.pop()
      else if (tag.name === 'fieldset' && fieldsets.pop()!.disabled) blocked--
      else if (tag.name === 'legend' && fieldsets.at(-1)?.legend === tag && fieldsets.at(-1)!.disabled) blocked++
    },
  })
  const controls = found.map(({ around: nearest, ...control }): Control => {
    const id = control.tag.get('id')
    const named = control.tag.get('form')
    const owner = named === undefined ? nearest : byId.get(named)
    const label = (id === undefined ? undefined : labelFor.get(id)) ?? control.label
    return { ...control, form: owner?.name === 'form' ? owner : undefined, label }
  })
  return { forms, controls }
}

type Fieldset = { readonly tag: Tag; readonly disabled: boolean; legend: Tag | undefined }
