import type { XmlAttribute } from './scan-xml.ts'

/** What XML 1.0 (fifth edition) asks of the parts of a text, beyond that they can be told apart. Each gives what is wrong, or undefined. */

const plainName = /^[A-Za-z_][\w.-]*$/
const name =
  /^[A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}](?:[-.\d\u00b7\u203f-\u2040A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}]|[\u0300-\u036f])*$/u

/** Section 2.3; of namespaces, section 4: one colon at most, and a name on each side of it. */
export function nameProblem(text: string): string | undefined {
  const parts = text.split(':', 3)
  const isName = parts.length < 3 && parts.every(part => plainName.test(part) || name.test(part))
  return isName ? undefined : `"${text.slice(0, 80)}" is no name`
}

/** The same; a name that was good once is not looked at again. */
export function createNameCheck(): (text: string) => string | undefined {
  const good = new Set<string>()
  return text => {
    if (good.has(text)) return undefined
    const wrong = nameProblem(text)
    if (wrong === undefined && good.size < 10_000) good.add(text)
    return wrong
  }
}

const badCharacter = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Section 2.2: the offset of the first character that XML does not have; -1 without one. */
export function badCharacterAt(text: string): number {
  return text.search(badCharacter)
}

/** Section 4.1: the offset of the first ampersand that begins no reference; -1 without one. */
export function bareAmpersandAt(text: string): number {
  return text.search(/&(?!(?:#x[\da-fA-F]+|#\d+|[^\s&;<>"'=/#]+);)/)
}

/** Section 2.6: `xml` is the declaration, which stands first. */
export function instructionProblem(value: string, at: number): string | undefined {
  const target = /^[^\s?]*/.exec(value)![0]
  if (target.toLowerCase() === 'xml') {
    if (at > 0) return 'the XML declaration does not stand at the begin'
    return declaration.test(value) ? undefined : 'the XML declaration is malformed'
  }
  const isSeparate = value.length === target.length + 1 || /^\s/.test(value.slice(target.length))
  return isSeparate && !target.includes(':') ? nameProblem(target) : `"${target.slice(0, 80)}" is no name`
}

const declaration =
  /^xml\s+version\s*=\s*(?:"1\.\d+"|'1\.\d+')(?:\s+encoding\s*=\s*(?:"[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?$/

/** Namespaces in XML 1.0, sections 3 and 5: what may not be declared. */
export function declarationProblem(attributes: readonly XmlAttribute[]): string | undefined {
  for (const [written, uri] of attributes) {
    if (written.startsWith('xmlns:') && uri === '') return `the prefix ${written.slice(6, 86)}: is declared as nothing`
    const isXml = written === 'xmlns:xml'
    const isReserved = uri === 'http://www.w3.org/2000/xmlns/' || (uri === 'http://www.w3.org/XML/1998/namespace' && !isXml)
    if (written === 'xmlns:xmlns' || ((written === 'xmlns' || written.startsWith('xmlns:')) && isReserved)) {
      return `${written.slice(0, 80)} declares what is reserved`
    }
    if (isXml && uri !== 'http://www.w3.org/XML/1998/namespace') return 'the prefix xml: is declared as something else'
  }
  return undefined
}
