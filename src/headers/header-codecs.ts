import { altServices } from './alt-services.ts'
import type { ValueOf } from './codec.ts'
import { cookiePairs, setCookie } from './cookie-fields.ts'
import { credentials } from './credentials.ts'
import { linkField } from './link-field.ts'
import { directives, upgrades } from './named-values.ts'
import { digestWishes, priority, transportSecurity } from './newer-fields.ts'
import { contentType, transferCodings } from './parametrised.ts'
import {
  contentLength,
  delay,
  hostAndPort,
  httpDate,
  languages,
  mailbox,
  methods,
  reference,
  references,
  version,
  wholeNumber,
  words,
} from './plain-codecs.ts'
import { products } from './products.ts'
import { robotsTag } from './robots-tag.ts'
import { via, warnings } from './via.ts'
import { weightedList } from './weighted-list.ts'

/** Field name in lower case -> how its value is read and written. */
export const headerCodecs = {
  // general
  connection: words,
  date: httpDate,
  'mime-version': version,
  pragma: directives,
  'transfer-encoding': transferCodings,
  upgrade: upgrades,
  via,
  // request
  accept: weightedList,
  'accept-charset': weightedList,
  'accept-encoding': weightedList,
  'accept-language': weightedList,
  authorization: credentials,
  cookie: cookiePairs,
  from: mailbox,
  host: hostAndPort,
  'if-modified-since': httpDate,
  'if-unmodified-since': httpDate,
  'max-forwards': wholeNumber,
  'proxy-authorization': credentials,
  referer: reference,
  'user-agent': products,
  // response
  'accept-ranges': words,
  age: wholeNumber,
  public: methods,
  'retry-after': delay,
  server: products,
  'set-cookie': setCookie,
  vary: words,
  warning: warnings,
  // entity
  allow: methods,
  'content-base': reference,
  'content-encoding': words,
  'content-language': languages,
  'content-length': contentLength,
  'content-location': reference,
  'content-transfer-encoding': words,
  'content-type': contentType,
  expires: httpDate,
  'last-modified': httpDate,
  location: reference,
  uri: references,
  // of today
  'alt-svc': altServices,
  link: linkField,
  priority,
  'strict-transport-security': transportSecurity,
  'want-content-digest': digestWishes,
  'want-repr-digest': digestWishes,
  'x-robots-tag': robotsTag,
} as const

/** The fields that have a type, in lower case. */
export type HeaderName = keyof typeof headerCodecs

/** What each field holds once it is read. */
export type HeaderValues = { readonly [Name in HeaderName]: ValueOf<(typeof headerCodecs)[Name]> }
