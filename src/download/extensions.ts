/** Common types and the extensions of their files, the usual one first; `*` for any. A type that is not here says nothing about a name. */
const table = `
text/html html htm xhtml shtml
application/xhtml+xml xhtml html htm
text/plain txt *
text/css css
text/csv csv
text/markdown md markdown
text/calendar ics
text/javascript js mjs
application/javascript js mjs
application/json json map geojson
application/ld+json jsonld json
application/geo+json geojson json
text/xml xml rss atom xsl svg
application/xml xml rss atom xsl svg
application/rss+xml rss xml
application/atom+xml atom xml
application/pdf pdf
application/rtf rtf
application/epub+zip epub
application/postscript ps eps
application/zip zip jar apk docx xlsx pptx odt ods epub whl
application/gzip gz tgz svgz
application/x-gzip gz tgz svgz
application/x-bzip2 bz2 tbz2
application/x-xz xz txz
application/zstd zst
application/x-tar tar gz tgz bz2 xz zst
application/x-7z-compressed 7z
application/vnd.rar rar
application/wasm wasm
application/warc warc gz
application/msword doc dot
application/vnd.ms-excel xls xlt
application/vnd.ms-powerpoint ppt pps
application/vnd.openxmlformats-officedocument.wordprocessingml.document docx
application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx
application/vnd.openxmlformats-officedocument.presentationml.presentation pptx
application/vnd.oasis.opendocument.text odt
application/vnd.oasis.opendocument.spreadsheet ods
application/vnd.debian.binary-package deb udeb
application/x-debian-package deb udeb
application/x-iso9660-image iso
application/x-bittorrent torrent
image/jpeg jpg jpeg jpe jfif
image/png png apng
image/gif gif
image/webp webp
image/avif avif
image/svg+xml svg svgz
image/bmp bmp dib
image/tiff tif tiff
image/x-icon ico
image/vnd.microsoft.icon ico
audio/basic au snd
audio/mpeg mp3 mp2 mpga
audio/ogg ogg oga opus
audio/wav wav
audio/x-wav wav
audio/flac flac
audio/mp4 m4a mp4
audio/aac aac
audio/midi mid midi
video/mpeg mpeg mpg mpe
video/mp4 mp4 m4v
video/webm webm
video/ogg ogv ogg
video/quicktime mov qt
video/x-msvideo avi
video/x-matroska mkv
font/ttf ttf
font/otf otf
font/woff woff
font/woff2 woff2
`

const extensions: ReadonlyMap<string, readonly string[]> = new Map(
  table
    .trim()
    .split('\n')
    .map(line => line.split(' '))
    .map(([type, ...rest]) => [type!, rest]),
)

/** The usual extension of a media type, without its dot; undefined for a type that says nothing about the name. */
export function extensionFor(type: string): string | undefined {
  return extensions.get(type)?.[0]
}

/** May a file of this type have this extension? */
export function extensionFits(type: string, extension: string): boolean {
  const fitting = extensions.get(type)
  return fitting === undefined || fitting.includes('*') || fitting.includes(extension.toLowerCase())
}
