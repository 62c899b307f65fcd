/** `text/html; charset="utf-8"` -> type `text/html`, charset `utf-8`; both lower-cased, charset undefined when absent (RFC 9110 section 8.3). */
export type MediaType = { readonly type: string; readonly charset: string | undefined }

export function parseMediaType(value: string | undefined): MediaType {
  if (value === undefined) return { type: '', charset: undefined }
  const semicolon = value.indexOf(';')
  const type = (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase()
  const charset = semicolon < 0 ? undefined : /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(value.slice(semicolon))
  return { type, charset: (charset?.[1] ?? charset?.[2])?.trim().toLowerCase() || undefined }
}
