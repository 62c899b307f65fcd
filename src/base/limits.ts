/**
 * Every limit of Orbweaver with its default and unit: one place, so that the documentation, the tests and the code cannot differ.
 * Sizes are bytes, times milliseconds, unless the name says otherwise.
 */
export const limits = {
  /** Longest URL taken into a crawl, in bytes (the length old browsers allowed; longer ones are nearly always traps). */
  urlBytes: 2083,
  /** Longest string offered to the URL parser at all, in UTF-16 units. */
  urlInputLength: 65_536,
  /** Request and response header block, in bytes. */
  headerBytes: 256 * 1024,
  /** Number of response header fields. */
  headerFields: 2_000,
  /** Interim (1xx) answers before the final one. */
  interimAnswers: 500,
  /** Chunk size lines with their extensions, in bytes beyond the length of the body itself. */
  chunkExtensionBytes: 256 * 1024,
  /** Body as it came over the wire. */
  bodyRawBytes: 64 * 1024 * 1024,
  /** Body after all content codings were taken off. */
  bodyBytes: 64 * 1024 * 1024,
  /** Crawls: body of one page, as it came and unpacked (Googlebot: 15 MB, Nutch: 1 MiB). */
  pageBytes: 8 * 1024 * 1024,
  /** Bodies that all orders of one fetcher keep in memory together while they come; above it the senders of large ones wait. */
  bodiesBytes: 16 * 1024 * 1024,
  /** A body that never waits for others. */
  bodySmallBytes: 1024 * 1024,
  /** Content codings in one answer (curl: 5). */
  contentCodings: 5,
  /** Window a zstd body may ask for, in bytes (RFC 9659: 8 MB). */
  zstdWindowBytes: 8 * 1024 * 1024,
  /** Idle life of a kept connection; also the most that a server's Keep-Alive field can ask for. */
  keepAliveMs: 15_000,
  /** Combinations of port and allowed address classes whose TLS sessions are kept. */
  guardedTargets: 64,
  /** Hosts whose TLS session one connector keeps to resume it, a number. */
  tlsSessions: 100,
  /** Sites remembered for answers that only the tolerant reader takes, a number. */
  oddSites: 1_000,
  /** Name resolution, TCP and TLS together. */
  connectMs: 10_000,
  /** Addresses of one name that are tried, the first ones of IPv4 and of IPv6, a number of each. */
  addressesPerFamily: 10,
  /** Names of hosts that might be anywhere and were met at a public address, a number; of more the oldest are forgotten. */
  publicNames: 10_000,
  /** Asking name servers of one's own: one answer. */
  dnsMs: 5_000,
  /** Asking name servers of one's own: after the addresses of one family are here, those of the other (RFC 8305 section 3: 50 ms). */
  dnsSecondFamilyMs: 50,
  /** From the request to the last byte of the answer's header. */
  headersMs: 30_000,
  /** Longest silence while a body is read. */
  idleMs: 30_000,
  /** A body that comes in drips is ended when it gives less than `rateBytes` in this time. */
  rateMs: 30_000,
  /** Fewest bytes of a body in `rateMs` that are no drip; one of fewer than ten pieces with pauses between them has ten times as long. */
  rateBytes: 60,
  /** Pieces of a body, beyond one for every 16 bytes: chunks of a byte cost far more time than their bytes. */
  bodyPieces: 250_000,
  /** One order from its start to its last byte. */
  totalMs: 300_000,
  /** Crawls: one page from its start to its last byte. */
  pageMs: 60_000,
  /** Crawls: the same at a site that has wasted our time with answers that did not end. */
  pageLeastMs: 5_000,
  /** Crawls: from a page's first visit to its next one. */
  recrawlFirstMs: 24 * 3_600_000,
  /** Crawls: longest interval between two visits to one page. */
  recrawlLongestMs: 30 * 24 * 3_600_000,
  /** One read of a socket, unless its reader asks for less. */
  socketReadBytes: 64 * 1024,
  /** The most that one read of a socket may ask for. */
  socketReadMostBytes: 64 * 1024 * 1024,
  /** What a socket hands to the system at once. */
  socketWriteBytes: 64 * 1024,
  /** Connections that wait to be accepted, a number. */
  backlog: 128,
  /** How long a closing socket waits for the other end to close too. */
  lingerMs: 2_000,
  /** robots.txt: what is parsed of it (RFC 9309 section 2.5: at least 500 KiB). */
  robotsBytes: 500 * 1024,
  /** robots.txt: one line (longer lines are cut and not used as a rule). */
  robotsLineBytes: 16 * 1024,
  /** robots.txt: life of a copy (RFC 9309 section 2.4: not more than 24 hours). */
  robotsLifeMs: 24 * 3_600_000,
  /** robots.txt: redirects followed (RFC 9309 section 2.3.1.2: at least five). */
  robotsRedirects: 5,
  /** robots.txt: pause before an unreachable one is asked for again. */
  robotsRetryMs: 5 * 60_000,
  /** robots.txt: longest pause before an unreachable one is asked for again; the pauses double up to it. */
  robotsRetryLongestMs: 4 * 3_600_000,
  /** robots.txt: one request from its start to its last byte. */
  robotsTotalMs: 60_000,
  /** robots.txt: Sitemap lines kept. */
  robotsSitemaps: 10_000,
  /** ETag or Last-Modified kept for asking again, in UTF-16 units; a longer one is not sent back. */
  validatorLength: 1_024,
  /** robots.txt: text of the files kept parsed in memory, in UTF-16 units; the others are parsed again when asked. */
  robotsParsedLength: 4 * 1024 * 1024,
  /** robots.txt: after so long unreachable it counts as absent (RFC 9309 section 2.3.1.4: for example 30 days). */
  robotsUnreachableMs: 30 * 24 * 3_600_000,
  /** Body of an answer that only leads to the next request: a redirect, a challenge. */
  stepBodyBytes: 1024 * 1024,
  /** Refusals by one site after which a password that never opened anything is not sent again, a number. */
  passwordRefusals: 3,
  /** Redirects of one page. */
  redirects: 20,
  /** Set-Cookie fields taken from one answer (curl: 50). */
  cookiesPerAnswer: 50,
  /** One Set-Cookie field, in bytes (curl: 5000). */
  cookieLineBytes: 5_000,
  /** Name and value of one cookie together, in bytes (RFC 6265bis section 5.6: 4096). */
  cookieBytes: 4_096,
  /** Cookies sent in one request (curl: 150). */
  cookiesSent: 150,
  /** The Cookie field of one request, in bytes (curl: 8190). */
  cookieHeaderBytes: 8_190,
  /** Cookies kept of one registrable domain; those that were not sent for longest go first. */
  cookiesPerDomain: 180,
  /** Registrable domains whose cookies are kept; those that were not asked for longest go first. */
  cookieDomains: 10_000,
  /** Longest life of a cookie (RFC 6265bis section 5.5: 400 days). */
  cookieLifeMs: 400 * 24 * 3_600_000,
  /** A file of cookies, in bytes. */
  cookieFileBytes: 16 * 1024 * 1024,
  /** Crawls and watches: changed cookies are in their file after so long, also when the process is killed. */
  cookieSaveMs: 5_000,
  /** Longest Crawl-delay that is obeyed to the letter; a longer one is taken as this. */
  crawlDelayMs: 5 * 60_000,
  /** Longest pause a server can ask for with Retry-After. */
  retryAfterMs: 24 * 3_600_000,
  /** Longest back-off after 429, 503 and network failures. */
  backoffMs: 15 * 60_000,
  /** Shortest adaptive interval between two visits to one page. */
  revisitShortestMs: 5 * 60_000,
  /** Longest adaptive interval between two visits to one page, unless Retry-After asks for more. */
  revisitLongestMs: 24 * 3_600_000,
  /** Cache in memory: all answers together, in bytes. */
  cacheMemoryBytes: 64 * 1024 * 1024,
  /** Cache on disk: all answers together, in bytes. */
  cacheDiskBytes: 1024 * 1024 * 1024,
  /** Cache: longest body kept, in bytes. */
  cacheBodyBytes: 16 * 1024 * 1024,
  /** Cache: variants of one URL kept. */
  cacheVariants: 16,
  /** Cache: longest heuristic freshness (RFC 9111 section 4.2.2). */
  cacheHeuristicMs: 24 * 3_600_000,
  /** All Cache-Control fields of a message, in UTF-16 units; a longer list says no-store. */
  cacheControlLength: 8_192,
  /** Names in the Vary fields of a message; an answer with more matches no other request. */
  varyFields: 32,
  /** Watch: longest back-off after failures, unless the interval itself is longer. */
  watchBackoffMs: 3_600_000,
  /** Watch: the interval of the naive polling that an adaptive watch is compared with. */
  watchNaiveMs: 5 * 60_000,
  /** Watch: its state file. */
  watchStateBytes: 16 * 1024 * 1024,
  /** Crawls in a store: room that stays free on its disk, in bytes. Below it nothing new is taken until there is more. */
  diskFloorBytes: 256 * 1024 * 1024,
  /** Crawls: the machine has no file handle for any connection for so long, and the crawl ends. */
  handleWaitMs: 60_000,
  /** Attempts at one URL, the first included. */
  attempts: 3,
  /** Links taken from one page. */
  linksPerPage: 100_000,
  /** Text kept of one anchor, in UTF-16 units. */
  anchorLength: 300,
  /** Text kept of one title, in UTF-16 units. */
  titleLength: 1_000,
  /** Nested svg and math elements kept track of, a number (browsers stop nesting at 512). */
  foreignDepth: 512,
  /** Bytes searched for a meta charset (WHATWG: 1024). */
  prescanBytes: 1024,
  /** URLs taken from one sitemap (sitemaps.org: 50,000). */
  sitemapUrls: 50_000,
  /** One sitemap, unpacked (sitemaps.org: 50 MB). */
  sitemapBytes: 50 * 1024 * 1024,
  /** Text kept of a lastmod, changefreq or priority, in UTF-16 units. */
  sitemapFieldLength: 100,
  /** Errors kept of one sitemap, a number. */
  sitemapErrors: 100,
  /** Links between a seed and a page. */
  depth: 20,
  /** The same path segment in one URL. */
  segmentRepeats: 3,
  /** Path segments in one URL. */
  pathSegments: 40,
  /** Query parameters in one URL. */
  queryParameters: 20,
  /** HTML: tags such as `<font>` that a page leaves open and that are opened again in later paragraphs, beside one for four characters. */
  reopenedTags: 100_000,
  /** CSS selector: its text, in UTF-16 units. */
  selectorLength: 1024 * 1024,
  /** CSS selector: parts that hang on one another, by combinators or one within another's parentheses. */
  selectorDepth: 256,
  /** Markup written with indentation: levels of tags that indent a line; what is deeper stays there. */
  indentLevels: 100,
  /** Practice town: bytes kept of what its sites received. */
  townLogBytes: 64 * 1024 * 1024,
  /** Practice town: requests kept in its log. */
  townLogRequests: 250_000,
  /** Practice town: longest request body read. */
  townBodyBytes: 1024 * 1024,
  /** Practice town: different things counted per site (failures that heal, sessions). */
  townCounters: 100_000,
  /** Practice town: longest body of `/big`, in MiB. */
  townBigMib: 10_240,
  /** Words of a curl line or of `orbweaver get`, switches that stand together counted one by one, a number. */
  commandWords: 10_000,
  /** One line of a URL that is read by lines, in UTF-16 units. */
  lineLength: 16 * 1024 * 1024,
  /** Download: one block, the unit of writing; four of them are kept in memory. */
  downloadBlockBytes: 256 * 1024,
  /** Download: a block waits no longer than this to be filled, so that a slow one leaves what came if it is killed. */
  downloadBlockMs: 1_000,
  /** Download: how often what came of a long one is brought to the disk for good, so that a power failure leaves it. */
  downloadSyncMs: 30_000,
  /** Download: bytes at the end of a partial file without a validator that are asked for again and compared. */
  overlapBytes: 4 * 1024,
  /** Download: body of an error status that is read, and not kept, so that its connection stays. */
  errorBodyBytes: 64 * 1024,
  /** Download: the record beside a part. */
  partRecordBytes: 64 * 1024,
  /** Download: longest name of a file, in UTF-8 bytes (file systems: 255); the rest is for the endings of its part. */
  fileNameBytes: 240,
  /** Download: longest path below the output folder, in UTF-8 bytes; folders above it become one. */
  filePathBytes: 512,
  /** Ranges read of one Range field, a number. */
  ranges: 100,
  /** Word counts: different words told apart, a number. */
  differentWords: 200_000,
  /** Word counts: text without white space that is held back as one word, in UTF-16 units. */
  wordLength: 4_096,
  /** A regular expression of the user on one page. */
  expressionMs: 2_000,
  /** Crawls: a regular expression of the user on one URL. */
  patternMs: 50,
  /** Crawls: URLs on which an expression was not done in time, a number; then it is not run any more on URLs as long as those. */
  patternLate: 10,
  /** Begin of a picture in which its width and height are looked for. */
  pictureHeadBytes: 1024 * 1024,
  /** A packet that is decoded (IPv4: 65,535). */
  packetBytes: 65_535,
  /** One header field value read by type, in UTF-16 units. */
  headerValueLength: 65_536,
  /** Members of one list in a header field. */
  headerListItems: 1_000,
  /** Soup: cells of one table after its spans are spread, a number. */
  tableCells: 1_000_000,
  /** Soup: nodes, and characters of text, that a page's itemref attributes may have read again, a number. */
  itemrefNodes: 1_000_000,
  /** Soup: microdata properties that stand in one another and still have their text, a number. */
  nestedProperties: 16,
  /** Soup: one block of JSON-LD, in UTF-16 units. */
  jsonLdLength: 4 * 1024 * 1024,
  /** XML: what is read of one text, in UTF-16 units. */
  xmlLength: 64 * 1024 * 1024,
  /** XML: elements in one another; deeper ones stand beside one another. */
  xmlDepth: 10_000,
  /** XML: problems reported of one text, a number. */
  xmlProblems: 1_000,
  /** XPath: one expression, in UTF-16 units. */
  xpathLength: 4_096,
  /** XPath: nodes looked at in one evaluation, a number. */
  xpathSteps: 50_000_000,
  /** Markdown: lists and quotations in one another that are shown as such, a number; deeper ones are not indented any more. */
  markdownDepth: 50,
  /** Findings kept of one page that is diagnosed, a number. */
  findings: 1_000,
} as const
