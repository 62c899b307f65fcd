/** Repairs that parse5 does not name as errors of parsing. */
const repairs = {
  'implied-element': [
    (name: string) => `The start tag <${name}> was left out, which is allowed; the element is there all the same.`,
    'syntax.html#optional-tags',
  ],
  'implied-end-tag': [
    (name: string) => `The end tag </${name}> was left out, which is allowed; the element ends here.`,
    'syntax.html#optional-tags',
  ],
  'added-element': [(name: string) => `A <${name}> that nobody wrote was put in here.`, 'parsing.html#parsing-main-inbody'],
  'unclosed-element': [
    (name: string) => `<${name}> has no end tag of its own; it was ended by something else.`,
    'parsing.html#parsing-main-inbody',
  ],
  'ignored-start-tag': [
    (name: string) => `<${name}> has no place here; the tag was left out, its content stays.`,
    'parsing.html#tree-construction',
  ],
  'ignored-end-tag': [(name: string) => `</${name}> ends nothing that is open here; it was left out.`, 'parsing.html#parsing-main-inbody'],
  'merged-attributes': [(name: string) => `A second <${name}>: its attributes went to the first.`, 'parsing.html#parsing-main-inbody'],
  'renamed-element': [(name: string) => `<${name}> is read as <img>.`, 'parsing.html#parsing-main-inbody'],
  'moved-out-of-table': [
    (name: string) => `${name === 'text' ? 'Text' : `<${name}>`} stands in a table outside of its cells; it was moved to before the table.`,
    'parsing.html#foster-parent',
  ],
  'reopened-element': [
    (name: string) => `<${name}> was still open when what was around it ended; it was opened again here.`,
    'parsing.html#reconstruct-the-active-formatting-elements',
  ],
  'split-element': [
    (name: string) => `<${name}> crosses the end of another element; it was cut in two.`,
    'parsing.html#adoption-agency-algorithm',
  ],
} as const satisfies Readonly<Record<string, readonly [says: (name: string) => string, section: string]>>

/** Errors of tree construction, with their section; those of the tokenizer each have one of their own name. */
const treeErrors: ReadonlyMap<string, readonly [says: string, section: string]> = new Map([
  ['missing-doctype', ['The page has no <!DOCTYPE html>: browsers show it in quirks mode.', 'syntax.html#the-doctype']],
  ['non-conforming-doctype', ['The document type is not <!DOCTYPE html>.', 'syntax.html#the-doctype']],
  ['misplaced-doctype', ['A document type stands in the middle of the page; it was left out.', 'parsing.html#the-initial-insertion-mode']],
  ['end-tag-without-matching-open-element', ['An end tag ends nothing that is open; it was left out.', 'parsing.html#parsing-main-inhead']],
  [
    'closing-of-element-with-open-child-elements',
    ['An end tag ends an element in which others are still open; they end with it.', 'parsing.html#parsing-main-inhead'],
  ],
  [
    'disallowed-content-in-noscript-in-head',
    ['What stands in this <noscript> may not be in the head; the body begins here.', 'parsing.html#parsing-main-inheadnoscript'],
  ],
  ['open-elements-left-after-eof', ['The page ends while elements are open.', 'parsing.html#parsing-main-inbody']],
  [
    'abandoned-head-element-child',
    ['An element of the head stands after it; it was moved into the head.', 'parsing.html#the-after-head-insertion-mode'],
  ],
  ['misplaced-start-tag-for-head-element', ['A second <head> was left out.', 'parsing.html#parsing-main-inhead']],
  ['nested-noscript-in-head', ['A <noscript> stands in a <noscript>; it was left out.', 'parsing.html#parsing-main-inheadnoscript']],
  [
    'eof-in-element-that-can-contain-only-text',
    ['The page ends within an element of nothing but text: a script, a style, a title, a textarea.', 'parsing.html#parsing-main-incdata'],
  ],
])

/** Errors of the tokenizer (HTML, section 13.2.2). */
const tokenErrors: ReadonlyMap<string, string> = new Map([
  ['abrupt-closing-of-empty-comment', 'A comment ends before it began: <!--> or <!--->.'],
  ['abrupt-doctype-public-identifier', 'The public identifier of the document type has no closing quote.'],
  ['abrupt-doctype-system-identifier', 'The system identifier of the document type has no closing quote.'],
  ['absence-of-digits-in-numeric-character-reference', 'A reference by number has no digits; it stays as text.'],
  ['cdata-in-html-content', 'A CDATA section stands outside of SVG and MathML; it was read as a comment.'],
  ['character-reference-outside-unicode-range', 'A reference by number is above U+10FFFF; it became U+FFFD.'],
  ['control-character-in-input-stream', 'A control character stands in the source.'],
  ['control-character-reference', 'A reference by number is to a control character; some became what windows-1252 has there.'],
  ['duplicate-attribute', 'An attribute stands twice in a tag; the first counts.'],
  ['end-tag-with-attributes', 'An end tag has attributes; they were left out.'],
  ['end-tag-with-trailing-solidus', 'An end tag has a slash at its end; it means nothing.'],
  ['eof-before-tag-name', 'The page ends where the name of a tag should be; the bracket is text.'],
  ['eof-in-cdata', 'The page ends within a CDATA section.'],
  ['eof-in-comment', 'The page ends within a comment: all that follows its begin is in it.'],
  ['eof-in-doctype', 'The page ends within the document type.'],
  ['eof-in-script-html-comment-like-text', 'The page ends within a comment in a script.'],
  ['eof-in-tag', 'The page ends within a tag; the tag was left out.'],
  ['incorrectly-closed-comment', 'A comment ends with --!> instead of -->.'],
  ['incorrectly-opened-comment', 'What begins with <! is neither a comment nor a document type; it was read as a comment.'],
  ['invalid-character-sequence-after-doctype-name', 'After the name of the document type stands neither PUBLIC nor SYSTEM.'],
  ['invalid-first-character-of-tag-name', 'A tag begins with what no name begins with: < is read as text, </ as the begin of a comment.'],
  ['missing-attribute-value', 'An attribute has an equals sign and no value.'],
  ['missing-doctype-name', 'The document type has no name.'],
  ['missing-doctype-public-identifier', 'PUBLIC in the document type has no identifier.'],
  ['missing-doctype-system-identifier', 'SYSTEM in the document type has no identifier.'],
  ['missing-end-tag-name', 'An end tag has no name: </>; it was left out.'],
  ['missing-quote-before-doctype-public-identifier', 'The public identifier of the document type has no opening quote.'],
  ['missing-quote-before-doctype-system-identifier', 'The system identifier of the document type has no opening quote.'],
  ['missing-semicolon-after-character-reference', 'A character reference has no semicolon; it was read all the same.'],
  ['missing-whitespace-after-doctype-public-keyword', 'White space is missing after PUBLIC in the document type.'],
  ['missing-whitespace-after-doctype-system-keyword', 'White space is missing after SYSTEM in the document type.'],
  ['missing-whitespace-before-doctype-name', 'White space is missing before the name of the document type.'],
  ['missing-whitespace-between-attributes', 'White space is missing between two attributes.'],
  [
    'missing-whitespace-between-doctype-public-and-system-identifiers',
    'White space is missing between the identifiers of the document type.',
  ],
  ['nested-comment', 'A comment begins within a comment; the first end ends both.'],
  [
    'non-void-html-element-start-tag-with-trailing-solidus',
    'A slash at the end of a start tag closes nothing in HTML: the element is open.',
  ],
  ['noncharacter-character-reference', 'A reference by number is to what is no character.'],
  ['noncharacter-in-input-stream', 'What is no character stands in the source.'],
  ['null-character-reference', 'A reference is to U+0000; it became U+FFFD.'],
  ['surrogate-character-reference', 'A reference is to half a surrogate pair; it became U+FFFD.'],
  ['surrogate-in-input-stream', 'Half a surrogate pair stands in the source.'],
  ['unexpected-character-after-doctype-system-identifier', 'Something stands after the system identifier of the document type.'],
  [
    'unexpected-character-in-attribute-name',
    'A quote or < stands in the name of an attribute and is a part of it: a tag before it was not closed, or a quote is missing.',
  ],
  ['unexpected-character-in-unquoted-attribute-value', 'A quote, <, = or ` stands in a value without quotes and is a part of it.'],
  ['unexpected-equals-sign-before-attribute-name', 'An equals sign stands before the name of an attribute and is a part of it.'],
  ['unexpected-null-character', 'U+0000 stands in the source; it was left out or became U+FFFD.'],
  ['unexpected-question-mark-instead-of-tag-name', 'What begins with <? is no instruction in HTML; it was read as a comment.'],
  ['unexpected-solidus-in-tag', 'A slash stands in the middle of a tag; it means nothing.'],
  ['unknown-named-character-reference', 'A character reference has a name that nobody knows; it stays as text.'],
])

export type RepairCode = keyof typeof repairs | (string & {})

export type Rule = {
  /** What happened, in a sentence. */
  readonly what: string
  /** Where the standard says so. */
  readonly rule: string
  /** Is it allowed? */
  readonly isNote: boolean
}

/** One sentence and the place in the standard for a code. @param name of the element concerned */
export function ruleOf(code: RepairCode, name: string): Rule {
  const at = (section: string) => `https://html.spec.whatwg.org/multipage/${section}`
  const repair = Object.hasOwn(repairs, code) ? repairs[code as keyof typeof repairs] : undefined
  if (repair !== undefined) return { what: repair[0](name), rule: at(repair[1]), isNote: code.startsWith('implied-') }
  const tree = treeErrors.get(code)
  if (tree !== undefined) return { what: tree[0], rule: at(tree[1]), isNote: false }
  return { what: tokenErrors.get(code) ?? code, rule: at(`parsing.html#parse-error-${code}`), isNote: false }
}

/** Those with a sentence. */
export function hasSentence(code: string): boolean {
  return Object.hasOwn(repairs, code) || treeErrors.has(code) || tokenErrors.has(code)
}
