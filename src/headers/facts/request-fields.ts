import { factsOf } from './field-facts.ts'

/** Fields of a request: what the client wants, and who it is. */
export const requestFields = factsOf('request', [
  [
    'Accept',
    'RFC 9110, section 12.5.1',
    'Media types that are wanted, with weights: text/html, */*;q=0.1.',
    'Ask for what you can read; most servers pass it over, so look at Content-Type all the same.',
  ],
  [
    'Accept-Charset',
    'RFC 9110, section 12.5.2',
    'Charsets that are wanted.',
    'Leave it out: read what Content-Type and the page declare.',
    'Deprecated by RFC 9110: UTF-8 is nearly everywhere.',
  ],
  [
    'Accept-Encoding',
    'RFC 9110, section 12.5.3',
    'Compressions that can be taken off: gzip, br, zstd; identity: none.',
    'Ask for gzip and br: text comes in a fraction of its bytes. Ask for identity where sizes must be exact or a part is asked for.',
  ],
  [
    'Accept-Language',
    'RFC 9110, section 12.5.4',
    'Languages that are wanted, with weights: de, en;q=0.8.',
    'Keep it the same for a whole crawl, or pages change their language halfway.',
  ],
  [
    'Authorization',
    'RFC 9110, section 11.6.2',
    'Name and password, or a token, by a scheme such as Basic or Digest.',
    'Send it to the site it was given for and no other, redirects included; never write it into a log.',
  ],
  [
    'Cookie',
    'RFC 6265, section 4.2',
    'What the site asked to be reminded of by Set-Cookie.',
    'Send a cookie back to its own site and path only; without an account a crawl seldom needs any.',
  ],
  [
    'From',
    'RFC 9110, section 10.1.2',
    'Mail address of the person who answers for the robot.',
    'Send it: a webmaster who can write to you need not block you.',
  ],
  [
    'Host',
    'RFC 9110, section 7.2',
    'Which of the sites at this address is meant. Must be in every HTTP/1.1 request.',
    'Always send it, with the port unless it is the usual one; a server answers 400 without.',
  ],
  [
    'If-Match',
    'RFC 9110, section 13.1.1',
    'Do it only if the resource still has this ETag; else 412.',
    'For changing things without overwriting the work of others: a spider changes nothing.',
  ],
  [
    'If-Modified-Since',
    'RFC 9110, section 13.1.3',
    'Send the page only if it has changed since then; else 304 without a body.',
    'Send the Last-Modified of your copy as it came; an unchanged page then costs a header.',
  ],
  [
    'If-None-Match',
    'RFC 9110, section 13.1.2',
    'Send the page only if its ETag is none of these; else 304 without a body.',
    'Send the ETag of your copy as it came: surer than a date, and it goes before If-Modified-Since.',
  ],
  [
    'If-Range',
    'RFC 9110, section 13.1.5',
    'Send the part if the resource is still this one; else all of it with 200.',
    'Send it with every Range that completes a file: parts of two versions are never mixed then. Strong ETags only.',
  ],
  [
    'If-Unmodified-Since',
    'RFC 9110, section 13.1.4',
    'Do it only if nothing has changed since then; else 412.',
    'As If-Match: not for reading.',
  ],
  [
    'Max-Forwards',
    'RFC 9110, section 7.6.2',
    'How many proxies may pass a TRACE or OPTIONS on.',
    'Not for GET: a crawl has no use for it.',
  ],
  [
    'Proxy-Authorization',
    'RFC 9110, section 11.7.2',
    'Name and password for the proxy, after a 407.',
    'Send it to your own proxy and never to a site.',
  ],
  [
    'Range',
    'RFC 9110, section 14.2',
    'Which bytes are wanted: bytes=0-249 are the first 250.',
    'Ask for a part when a part is enough. 206 brings it; 200 brings everything: the server passed it over.',
  ],
  [
    'Referer',
    'RFC 9110, section 10.1.3',
    'The page on which the link was found (the field lost an r in 1996).',
    'Send the page of discovery: webmasters find broken links by it. Never from https to http, never with a password.',
  ],
  [
    'User-Agent',
    'RFC 9110, section 10.1.5',
    'Name and version of the program, with remarks in parentheses.',
    'Name your robot and a page or mail address about it; the name is also what robots.txt addresses.',
  ],
])
