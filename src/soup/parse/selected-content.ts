import type { Soup } from '../tree/soup.ts'

/** A `selectedcontent` shows a copy of the option that its select shows (HTML, section 4.10.7): browsers put it into the tree. */
export function fillSelectedContent(soup: Soup): void {
  for (const place of soup.findAll('selectedcontent')) {
    const select = place.findParent('select')
    if (select === null || select.has('multiple')) continue
    const options = select.findAll('option')
    const shown = options.findLast(option => option.has('selected')) ?? options.find(option => !option.has('disabled')) ?? options[0]
    if (shown !== undefined) place.extend(shown.clone())
  }
}
