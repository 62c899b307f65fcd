import type { Command } from 'commander'
import { gather, pair, whole } from '../arguments.ts'
import { fetching } from './shared-flags.ts'

export function describeSoup(program: Command): void {
  const command = program
    .command('soup')
    .argument('[page]', 'a URL, a file, or - for standard input; without it you are asked')
    .argument('[selector]', "a CSS selector: 'h2 a[href]', 'p:has(> img)', ':-soup-contains(\"next\")'")
    .description('Search one page as browsers see it, in the manner of Beautiful Soup, and print what is found.')
  fetching(command)
    .option('--base <url>', 'base of a file or of standard input', 'http://localhost/')
    .option('--xml', 'read it as XML: a feed, a sitemap')
    .optionsGroup('Which parts:')
    .option('--find <names>', 'tags by name; several with commas')
    .option('--class <name>', 'tags with this class, or with these classes in this order')
    .option('--id <id>', 'the tag with this id')
    .option('--attr-is <name=value>', 'tags with this attribute (may be given again)', pair, [])
    .option('--has <name>', 'tags that have this attribute, whatever its value (may be given again)', gather, [])
    .option('--xpath <expression>', 'what an expression of XPath 1.0 leads to, or says: //h2/a/@href, count(//p)')
    .option('--limit <n>', 'the first of them only, so many', whole)
    .option('--first', 'the same as --limit 1')
    .optionsGroup('What of each part:')
    .option('--html', 'the tag and what it holds (default)')
    .option('--inner', 'what it holds')
    .option('--text', 'its text')
    .option('--separator <text>', 'between two pieces of text (default: none)')
    .option('--strip', 'pieces of text without white space around them')
    .option('--attr <name>', 'the value of an attribute; without a choice of parts: of all tags that have it')
    .option('--default <text>', 'for --attr: what is said where it is absent (default: nothing)')
    .option('--prettify', 'every tag and every text on a line of its own')
    .option('--markdown', 'as Markdown: headings, lists, tables, code, links')
    .option('--tree', 'its nodes by kind, indented')
    .option('--depth <n>', 'for --tree: levels shown', whole)
    .option('--count', 'how many there are')
    .option('--json', 'as JSON, one object a line: name, attrs, text; with --html, --inner or --markdown those too')
    .optionsGroup('What the page is made of:')
    .option('--article', 'its readable part as Markdown, without menus and the like')
    .option('--outline', 'its headings, nested')
    .option('--tables', 'the rows of its tables, cells separated by tabs')
    .option('--forms', 'its forms and their fields')
    .option('--metadata', 'what it says of itself: title, description, feeds, OpenGraph, JSON-LD, microdata')
    .option('--diagnose', 'what browser rules repaired in it and where, and where an XML parser would stop')
    .optionsGroup('How it is printed:')
    .option('--raw', 'control and bidi characters as they are, also into a terminal or a pipe; a file gets them so anyway')
    .addHelpText(
      'before',
      `Examples:
  orbweaver soup https://example.org/ 'h1, h2' --text --contact me@uni.example
  orbweaver soup page.html --find a --class sister --attr href
  curl -s https://example.org/ | orbweaver soup - 'table tr' --json
  orbweaver soup http://127.0.0.1:8401/dormouse.html body --tree
`,
    )
    .addHelpText('after', '\nExit code 15 when there is nothing to print, as grep has 1.')
    .action(async (page: string | undefined, selector: string | undefined, options) =>
      (await import('../soup-command.ts')).soupCommand(page, selector, options),
    )
}
