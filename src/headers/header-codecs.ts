import { altServices } from './alt-services.ts'
import { age, cacheControl, expires, vary } from './cache-codecs.ts'
import { authenticationInfo, challenges } from './challenge.ts'
import type { ValueOf } from './codec.ts'
import { contentDisposition } from './content-disposition.ts'
import { cookiePairs, setCookie } from './cookie-fields.ts'
import { credentials } from './credentials.ts'
import { contentDigest, contentMd5, oldDigest, reprDigest } from './digest-codecs.ts'
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
import { contentRange, entityTag, entityTags, ifRange, range } from './range-codecs.ts'
import { robotsTag } from './robots-tag.ts'
import { via, warnings } from './via.ts'
import { weightedList } from './weighted-list.ts'

/** Field name in lower case -> how its value is read and written. */
export const headerCodecs = {
  // general
  'cache-control': cacheControl,
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
  'if-match': entityTags,
  'if-modified-since': httpDate,
  'if-none-match': entityTags,
  'if-range': ifRange,
  'if-unmodified-since': httpDate,
  'max-forwards': wholeNumber,
  'proxy-authorization': credentials,
  range,
  referer: reference,
  'user-agent': products,
  // response
  'accept-ranges': words,
  age,
  'authentication-info': authenticationInfo,
  'proxy-authenticate': challenges,
  'proxy-authentication-info': authenticationInfo,
  public: methods,
  'retry-after': delay,
  server: products,
  'set-cookie': setCookie,
  vary,
  warning: warnings,
  'www-authenticate': challenges,
  // entity
  allow: methods,
  'content-base': reference,
  'content-encoding': words,
  'content-language': languages,
  'content-length': contentLength,
  'content-location': reference,
  'content-md5': contentMd5,
  'content-range': contentRange,
  'content-transfer-encoding': words,
  'content-type': contentType,
  etag: entityTag,
  expires,
  'last-modified': httpDate,
  location: reference,
  uri: references,
  // of today
  'alt-svc': altServices,
  'content-digest': contentDigest,
  'content-disposition': contentDisposition,
  digest: oldDigest,
  link: linkField,
  priority,
  'repr-digest': reprDigest,
  'strict-transport-security': transportSecurity,
  'want-content-digest': digestWishes,
  'want-repr-digest': digestWishes,
  'x-robots-tag': robotsTag,
} as const

/** The fields that have a type, in lower case. */
export type HeaderName = keyof typeof headerCodecs

/** What each field holds once it is read. */
export type HeaderValues = { readonly [Name in HeaderName]: ValueOf<(typeof headerCodecs)[Name]> }
