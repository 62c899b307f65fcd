import { decodeHTMLAttribute } from 'entities/decode'
import type { Parser, TokenizerOptions, Token as Tokens, TreeAdapterTypeMap } from 'parse5'
import { InsertionMode, html as names, Token, Tokenizer, TokenizerMode } from 'parse5'
import { copyText } from '../../base/copy-text.ts'
import { foldHash, nameAt } from './name-table.ts'

/**
 * parse5's tokenizer with a short way for what nearly all pages are made of: runs of text, whole tags, comments. Whatever is not plain
 * there (NUL, a missing quote, an entity in text ...) takes parse5's own states, character by character, from the same place. For a whole
 * document at once, without source locations; carriage returns must have been normalised (HTML, section 13.2.3.5).
 */
export class FastTokenizer<Types extends TreeAdapterTypeMap> extends Tokenizer {
  readonly #parser: Parser<Types>

  constructor(options: TokenizerOptions, parser: Parser<Types>) {
    super(options, parser)
    this.#parser = parser
    this.preprocessor.bufferWaterline = Number.POSITIVE_INFINITY
  }

  protected override _runParsingLoop(): void {
    if (this.inLoop) return
    this.inLoop = true
    while (this.active && !this.paused) {
      if (this.#hurry()) continue
      this.consumedAfterSnapshot = 0
      const code = this._consume()
      if (!this._ensureHibernation()) this._callState(code)
    }
    this.inLoop = false
  }

  /** Takes a run of text, a tag or a comment at once, if one stands here and is plain. */
  #hurry(): boolean {
    const { html, pos } = this.preprocessor
    const at = pos + 1
    switch (this.state) {
      case TokenizerMode.DATA: {
        const code = html.charCodeAt(at)
        if (code !== lessThan) return code !== ampersand && this.#text(html, at, true)
        const next = html.charCodeAt(at + 1)
        if (isLetter(next)) return this.#startTag(html, at)
        if (next === slash) return this.#endTag(html, at)
        return next === exclamation && this.#comment(html, at)
      }
      case TokenizerMode.RCDATA:
        return this.#text(html, at, true)
      case TokenizerMode.RAWTEXT:
      case TokenizerMode.SCRIPT_DATA:
      case TokenizerMode.PLAINTEXT:
        return this.#text(html, at, false)
      default:
        return false
    }
  }

  #text(html: string, start: number, entities: boolean): boolean {
    let at = start
    let code = html.charCodeAt(at)
    if (isSpace(code)) {
      do code = html.charCodeAt(++at)
      while (isSpace(code))
    }
    let type: Tokens.CharacterToken['type'] = Token.TokenType.WHITESPACE_CHARACTER
    const mixes = this.#mixes()
    if (at === start || mixes) {
      // NaN, the end, is none of them: it compares false with everything.
      while (code !== lessThan && code > 0 && !(entities && code === ampersand) && (mixes || !isSpace(code))) {
        type = Token.TokenType.CHARACTER
        code = html.charCodeAt(++at)
      }
    }
    if (at === start) return false
    const { currentCharacterToken } = this
    // White space after text is part of it where both are treated alike.
    const joins =
      currentCharacterToken !== null &&
      (currentCharacterToken.type === type || (mixes && currentCharacterToken.type === Token.TokenType.CHARACTER))
    if (!joins) this._ensureCharacterToken(type)
    if (this.runEnd !== start) {
      this._flushRun('')
      this.runStart = start
    }
    this.runEnd = at
    this.preprocessor.pos = at - 1
    return true
  }

  /** Does the parser treat white space within a text as text, wherever it now is? */
  #mixes(): boolean {
    if (this.inForeignNode) return true
    switch (this.#parser.insertionMode) {
      case InsertionMode.IN_BODY:
      case InsertionMode.TEXT:
      case InsertionMode.IN_CAPTION:
      case InsertionMode.IN_CELL:
        return !this.#parser.skipNextNewLine
      default:
        return false
    }
  }

  #startTag(html: string, start: number): boolean {
    let at = start + 1
    let hash = 0
    let code = html.charCodeAt(at)
    while (isNameCode(code)) {
      hash = foldHash(hash, code)
      code = html.charCodeAt(++at)
    }
    const tagName = nameAt(html, start + 1, at, hash)
    const attrs: Tokens.Attribute[] = []
    let selfClosing = false
    for (;;) {
      while (isSpace(code)) code = html.charCodeAt(++at)
      if (code === greaterThan) break
      if (code === slash) {
        if (html.charCodeAt(at + 1) !== greaterThan) return false
        selfClosing = true
        at++
        break
      }
      const nameStart = at
      hash = 0
      while (isNameCode(code)) {
        hash = foldHash(hash, code)
        code = html.charCodeAt(++at)
      }
      if (at === nameStart) return false
      const name = nameAt(html, nameStart, at, hash)
      for (const attribute of attrs) if (attribute.name === name) return false
      if (attrs.length === mostAttributes) return false
      while (isSpace(code)) code = html.charCodeAt(++at)
      let value = ''
      if (code === equals) {
        code = html.charCodeAt(++at)
        while (isSpace(code)) code = html.charCodeAt(++at)
        const quote = code
        const quoted = quote === doubleQuote || quote === singleQuote
        const valueStart = quoted ? at + 1 : at
        if (quoted) at++
        let references = false
        for (code = html.charCodeAt(at); ; code = html.charCodeAt(++at)) {
          if (quoted ? code === quote : isSpace(code) || code === greaterThan) break
          if (code === ampersand) references = true
          // The end of the page, and NUL.
          else if (!(code > 0)) return false
        }
        if (!quoted && at === valueStart) return false
        value = html.slice(valueStart, at)
        if (references) value = decodeHTMLAttribute(value)
        if (quoted) {
          code = html.charCodeAt(++at)
          if (!isSpace(code) && code !== greaterThan && code !== slash) return false
        }
      } else if (!isNameCode(code) && code !== greaterThan && code !== slash) return false
      attrs.push({ name, value })
    }
    const tagID = names.getTagID(tagName)
    this.#emit(at)
    this.lastStartTagName = tagName
    this.handler.onStartTag({ type: Token.TokenType.START_TAG, tagName, tagID, selfClosing, ackSelfClosing: false, attrs, location: null })
    return true
  }

  #endTag(html: string, start: number): boolean {
    let at = start + 2
    let hash = 0
    let code = html.charCodeAt(at)
    if (!isLetter(code)) return false
    while (isNameCode(code)) {
      hash = foldHash(hash, code)
      code = html.charCodeAt(++at)
    }
    const tagName = nameAt(html, start + 2, at, hash)
    while (isSpace(code)) code = html.charCodeAt(++at)
    if (code !== greaterThan) return false
    this.#emit(at)
    const tagID = names.getTagID(tagName)
    this.handler.onEndTag({
      type: Token.TokenType.END_TAG,
      tagName,
      tagID,
      selfClosing: false,
      ackSelfClosing: false,
      attrs: [],
      location: null,
    })
    return true
  }

  #comment(html: string, start: number): boolean {
    if (!html.startsWith('--', start + 2)) return false
    const first = html.charCodeAt(start + 4)
    if (first === greaterThan || first === dash) return false
    const end = endOfComment(html, start + 4)
    if (end < 0) return false
    const data = copyText(html.slice(start + 4, end))
    if (data.includes('\0')) return false
    this.#emit(end + 2)
    this.handler.onComment({ type: Token.TokenType.COMMENT, data, location: null })
    return true
  }

  /** The text before a token goes first. @param last offset of the token's last character */
  #emit(last: number): void {
    this._emitCurrentCharacterToken(null)
    this.preprocessor.pos = last
  }
}

/** Above it parse5 itself turns to a set of names. */
const mostAttributes = 64
const lessThan = 0x3c
const greaterThan = 0x3e
const ampersand = 0x26
const slash = 0x2f
const exclamation = 0x21
const dash = 0x2d
const equals = 0x3d
const doubleQuote = 0x22
const singleQuote = 0x27

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0c
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

function isNameCode(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x3a) || code === dash || code === 0x5f
}

/** Where `-->` ends a comment; -1 for another end. Looks no further than that: a page of many odd comments would be read as many times. */
function endOfComment(html: string, start: number): number {
  for (let at = html.indexOf('--', start); at >= 0; at = html.indexOf('--', at + 2)) {
    while (html.charCodeAt(at + 2) === dash) at++
    const code = html.charCodeAt(at + 2)
    if (code === greaterThan) return at
    if (code === exclamation && html.charCodeAt(at + 3) === greaterThan) return -1
  }
  return -1
}
