/**
 * The page with its CDATA marks turned into bogus comments, every place kept. The tokenizer reads CDATA everywhere, HTML only inside svg
 * and math: one that is left open would swallow the rest of the page.
 */
export function maskCdata(html: string): string {
  return html.includes(mark) ? html.replaceAll(mark, '<!_CDATA[') : html
}

const mark = '<![CDATA['
