export type HtmlPage = {
  readonly title: string
  /** Markup between `<body>` and `</body>`. */
  readonly body: string
  /** Markup added to `<head>`. */
  readonly head?: string | undefined
}

/** A whole HTML5 document in UTF-8. */
export function htmlPage({ title, body, head = '' }: HtmlPage): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
${head === '' ? '' : `${head}\n`}</head>
<body>
${body}
</body>
</html>
`
}

/** Text made safe for element content and for quoted attribute values. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** `<a href="...">text</a>`; the text defaults to the address. */
export function anchor(href: string, text = href): string {
  return `<a href="${escapeHtml(href)}">${escapeHtml(text)}</a>`
}

/** An unordered list of items that are markup already. */
export function list(items: readonly string[]): string {
  return `<ul>\n${items.map(item => `<li>${item}</li>`).join('\n')}\n</ul>`
}
