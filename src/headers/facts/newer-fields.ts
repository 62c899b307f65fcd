import { factsOf } from './field-facts.ts'

/** Fields that came after RFC 2616 and that a robot meets. */
export const newerFields = [
  ...factsOf('general', [
    [
      'Priority',
      'RFC 9218, section 5',
      'How urgent the answer is (u=0 to u=7, 3 is usual) and whether a part of it is of use (i). For HTTP/2 and HTTP/3.',
      'A robot may send u=7: people go first.',
    ],
  ]),
  ...factsOf('request', [
    [
      'Want-Content-Digest',
      'RFC 9530, section 4',
      'Asks for a Content-Digest by these algorithms: sha-256=10.',
      'Send it where a damaged body would cost you; few servers answer.',
    ],
    [
      'Want-Repr-Digest',
      'RFC 9530, section 4',
      'Asks for a Repr-Digest by these algorithms.',
      'Send it with HEAD: an equal digest is an equal file, without a download.',
    ],
  ]),
  ...factsOf('response', [
    [
      'Alt-Svc',
      'RFC 7838, section 3',
      'Where else the same origin answers, for example h3=":443".',
      'Need not be followed; who follows it keeps the pace of the origin, not a new one.',
    ],
    [
      'Authentication-Info',
      'RFC 9110, section 11.6.3',
      'After a login went well: the next nonce of Digest, and the proof that the server knows the password too.',
      'Use the next nonce; it saves a 401 for each request.',
    ],
    [
      'Link',
      'RFC 8288, section 3',
      'Links of the answer outside its body: rel=next, canonical, preload. With 103 they come early.',
      'Read next and canonical like those of the page; what is to be preloaded is for browsers.',
    ],
    ['Proxy-Authentication-Info', 'RFC 9110, section 11.7.3', 'The same from a proxy.', 'Use the next nonce.'],
    [
      'Strict-Transport-Security',
      'RFC 6797, section 6.1',
      'For max-age seconds ask this host by https only. Counts only when it came by https.',
      'Ask with https where http links lead to that host.',
    ],
    [
      'X-Robots-Tag',
      'no RFC; by custom of the search engines',
      'noindex, nofollow, noarchive ... for files that have no meta element; may name a robot.',
      'Obey it like <meta name="robots">: do not follow, do not record, do not keep.',
    ],
  ]),
  ...factsOf('entity', [
    [
      'Content-Digest',
      'RFC 9530, section 2',
      'Digest of this body as it was sent, a part by itself: sha-256=:base64:.',
      'Check it while the body comes.',
    ],
    [
      'Content-Disposition',
      'RFC 6266, section 4',
      'attachment: to be saved, not shown; with a file name.',
      'Take the last part of the name, without path and control characters; it comes from outside.',
    ],
    [
      'Digest',
      'RFC 3230, section 4.3.2',
      'Digest of the whole representation: SHA-256=base64.',
      'Check it where it is sent.',
      'Made obsolete by RFC 9530: Repr-Digest.',
    ],
    [
      'Repr-Digest',
      'RFC 9530, section 3',
      'Digest of the whole representation, whatever part is sent.',
      'Check the finished file by it, resumed downloads too.',
    ],
  ]),
]
