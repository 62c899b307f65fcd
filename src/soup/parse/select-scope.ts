import type { Parser } from 'parse5'
import { html } from 'parse5'
import type { SoupTypes } from './tree-adapter.ts'

const { TAG_ID } = html
type Stack = Parser<SoupTypes>['openElements']

/**
 * Since 2025 an open `select` bounds the scopes of what stands in it (HTML, section 13.2.4.2): `</font>` there does not close a font
 * outside.
 */
export function boundBySelect(stack: Stack): void {
  const inScope = stack.hasInScope.bind(stack)
  const inListItemScope = stack.hasInListItemScope.bind(stack)
  const inButtonScope = stack.hasInButtonScope.bind(stack)
  const headerInScope = stack.hasNumberedHeaderInScope.bind(stack)
  const select = () => stack.indexOfTopmost(TAG_ID.SELECT)
  const isInside = (tagID: html.TAG_ID) => stack.indexOfTopmost(tagID) >= select()
  stack.hasInScope = (tagID, element) =>
    inScope(tagID, element) && (element === undefined || element === null ? isInside(tagID) : stack._indexOf(element) >= select())
  stack.hasInListItemScope = tagID => inListItemScope(tagID) && isInside(tagID)
  stack.hasInButtonScope = tagID => inButtonScope(tagID) && isInside(tagID)
  stack.hasNumberedHeaderInScope = () => headerInScope() && stack.indexOfTopmostOf(headers) >= select()
}

const headers = [TAG_ID.H1, TAG_ID.H2, TAG_ID.H3, TAG_ID.H4, TAG_ID.H5, TAG_ID.H6]
