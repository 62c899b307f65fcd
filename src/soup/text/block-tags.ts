/** Tags that begin a new line of text, in lower case. */
export const blockTags: ReadonlySet<string> = new Set(
  `address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form
  frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p plaintext pre search section select
  summary table tbody td tfoot th thead tr ul xmp`.split(/\s+/),
)

/** Tags whose content is no running text for a reader: the tokenizer gives it out as one text. */
export const silentTags: ReadonlySet<string> = new Set(['iframe', 'noembed', 'noframes', 'script', 'style', 'textarea', 'title'])
