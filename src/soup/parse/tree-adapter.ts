import type { Token, TreeAdapter, TreeAdapterTypeMap } from 'parse5'
import { html } from 'parse5'
import { Comment, Doctype, TextNode } from '../tree/leaves.ts'
import { link, unlink } from '../tree/links.ts'
import type { AnyNode } from '../tree/node.ts'
import { Soup } from '../tree/soup.ts'
import { Tag } from '../tree/tag.ts'

export type SoupTypes = TreeAdapterTypeMap<AnyNode, Tag | Soup, AnyNode, Soup, Tag | Soup, Tag, Comment, TextNode, Tag, Doctype>

/** What parse5 builds with: our own nodes, so that there is no second tree. One adapter serves one parse. */
export function createTreeAdapter(): TreeAdapter<SoupTypes> {
  let mode = html.DOCUMENT_MODE.NO_QUIRKS
  const adopted = new Map<Tag, { readonly names: Set<string>; readonly list: Token.Attribute[] }>()
  const insertText = (parent: Tag | Soup, text: string, before: AnyNode | null): void => {
    const last = before === null ? parent.lastNode : before.prev
    if (last?.kind === 'text') last.value += text
    else link(parent, new TextNode(text), before)
  }
  return {
    createDocument: () => new Soup(),
    createDocumentFragment: () => new Soup(),
    createElement: (name, namespace, attrs) => new Tag(name, namespace, attrs),
    createCommentNode: data => new Comment(data),
    createTextNode: value => new TextNode(value),
    appendChild: (parent, node) => link(parent, node),
    insertBefore: (parent, node, reference) => link(parent, node, reference),
    detachNode: unlink,
    insertText: (parent, text) => insertText(parent, text, null),
    insertTextBefore: insertText,
    // The content of a template is made of ordinary children.
    setTemplateContent() {},
    getTemplateContent: template => template,
    setDocumentType(document, name, publicId, systemId) {
      link(document, new Doctype(name, publicId, systemId))
    },
    setDocumentMode(_, given) {
      mode = given
    },
    getDocumentMode: () => mode,
    adoptAttributes(recipient, attrs) {
      // A page may have any number of body tags: what the first has is read once.
      const { names, list } = adopted.get(recipient) ?? {
        names: new Set(recipient.list.map(({ name }) => name)),
        list: [...recipient.list],
      }
      adopted.set(recipient, { names, list })
      for (const attribute of attrs) if (names.size < names.add(attribute.name).size) list.push(attribute)
      recipient.list = list
    },
    getFirstChild: parent => parent.firstNode,
    getChildNodes: parent => [...parent.contents],
    getParentNode: node => node.up,
    getAttrList: tag => [...tag.list],
    getTagName: tag => tag.name,
    getNamespaceURI: tag => tag.namespace as html.NS,
    getTextNodeContent: text => text.value,
    getCommentNodeContent: comment => comment.value,
    getDocumentTypeNodeName: doctype => doctype.root,
    getDocumentTypeNodePublicId: doctype => doctype.publicId,
    getDocumentTypeNodeSystemId: doctype => doctype.systemId,
    isTextNode: (node): node is TextNode => node.kind === 'text',
    isCommentNode: (node): node is Comment => node.kind === 'comment',
    isDocumentTypeNode: (node): node is Doctype => node.kind === 'doctype',
    isElementNode: (node): node is Tag => node.kind === 'tag',
    setNodeSourceCodeLocation() {},
    getNodeSourceCodeLocation: () => undefined,
    updateNodeSourceCodeLocation() {},
  }
}
