/**
 * The tables of `crawl.db`, made to be read with the sqlite3 shell as well (docs/formats.md). Everything that grows with the crawl is
 * appended in id order: measured, random keys fall to 40 thousand rows a second at 2 million rows, appending keeps several hundred
 * thousand.
 */
export const schemaVersion = 3

/** What a start needs of the links, many in one row (link-packs.ts). A row of `urls` that is changed after all unsays its pack. */
const packs = `
CREATE TABLE packs(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, links BLOB NOT NULL);
CREATE TRIGGER urls_changed AFTER UPDATE ON urls BEGIN DELETE FROM packs WHERE first <= old.id AND first + count > old.id; END;
CREATE TRIGGER urls_deleted AFTER DELETE ON urls BEGIN DELETE FROM packs WHERE first <= old.id AND first + count > old.id; END;
`

export const schema = `
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE sites(id INTEGER PRIMARY KEY, origin TEXT NOT NULL, pace TEXT, robots TEXT);
CREATE TABLE urls(id INTEGER PRIMARY KEY, site INTEGER NOT NULL, path TEXT NOT NULL, depth INTEGER NOT NULL, priority INTEGER, via TEXT,
  found_on INTEGER, redirects TEXT);
CREATE TABLE pages(id INTEGER PRIMARY KEY, round INTEGER NOT NULL, outcome TEXT NOT NULL, reason TEXT, attempts INTEGER NOT NULL,
  status INTEGER, type TEXT, title TEXT, bytes INTEGER, fetched INTEGER, ms INTEGER, etag TEXT, modified TEXT, digest TEXT, target TEXT,
  links_to TEXT, interval INTEGER, due INTEGER);
CREATE TABLE retries(id INTEGER PRIMARY KEY, attempts INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE TABLE outputs(file TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE refused(reason TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIEW crawl AS SELECT urls.id, sites.origin || urls.path AS url,
  CASE WHEN pages.round = (SELECT value FROM meta WHERE key = 'round') THEN pages.outcome ELSE 'waiting' END AS state, pages.reason, pages.status,
  pages.type, pages.title, urls.depth, coalesce(urls.via, 'anchor') AS via, urls.found_on, pages.bytes,
  strftime('%Y-%m-%dT%H:%M:%fZ', pages.fetched / 1000.0, 'unixepoch') AS fetched, pages.ms, pages.attempts, pages.target AS moved_to
  FROM urls JOIN sites ON sites.id = urls.site LEFT JOIN pages ON pages.id = urls.id;
CREATE VIEW links AS SELECT pages.id AS source, target.value AS target FROM pages, json_each(pages.links_to) AS target;
${packs}`

/** Version -> what makes the next one of it. */
export const migrations: ReadonlyMap<number, string> = new Map([
  [1, 'ALTER TABLE pages ADD COLUMN interval INTEGER; ALTER TABLE pages ADD COLUMN due INTEGER;'],
  [2, packs],
])

export const pragmas = `
PRAGMA page_size = 4096;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA cache_size = -8192;
PRAGMA busy_timeout = 5000;
PRAGMA temp_store = MEMORY;
`
