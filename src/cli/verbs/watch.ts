import type { Command } from 'commander'
import { Option } from 'commander'
import { duration, expression, folder, header, interval, maxFilesize, whole } from '../arguments.ts'
import { identity, reporting } from './shared-flags.ts'

export function describeWatch(program: Command): void {
  const command = program
    .command('watch')
    .argument('[url]', 'what to watch, or with --image the page that shows it; without it you are asked')
    .description('Ask again and again, as cheaply as the server allows, whether something has changed; keep each version.')
    .optionsGroup('What to watch:')
    .option('--image', 'the first image on the page')
    .option('--select <re>', 'the first image on the page whose URL matches', expression)
    .option('--hash-text', 'of a page the text that a reader sees, so that advertisements and hidden numbers do not count')
    .addOption(
      new Option('--how <how>', 'auto: conditional GET, or what else the server understands; head: HEAD first; get: always the body')
        .choices(['auto', 'head', 'get'])
        .default('auto'),
    )
    .option('--max-filesize <size>', 'bytes of a version at most, for example 200K or 3M (default: 64M)', maxFilesize)
    .optionsGroup('When:')
    .option('--every <time>', 'a fixed interval, for example 300, 5m or 2h; or adaptive (default: adaptive)', interval)
    .option('--min <time>', 'adaptive: never sooner (default: 5m)', duration)
    .option('--max <time>', 'adaptive: never later (default: 24h)', duration)
    .option('--count <n>', 'end after so many checks', whole)
    .option('--until-change', 'end with the first change')
    .option('--for <time>', 'end when no check falls due within this time', duration)
    .optionsGroup('Manners:')
  identity(command)
    .addOption(new Option('--robots <how>', 'robots.txt').choices(['obey', 'google', 'ignore']).default('obey'))
    .optionsGroup('Access:')
    .option('-H, --header <line>', "'Name: value', for the site of the URL only (may be given again)", header, [])
    .option('-u, --user <name:password>', 'Basic or Digest authentication, for the site of the URL only')
    .option(
      '--cookies <file>',
      'keep cookies: read from this file when it is there, written a few seconds after a change (Netscape format)',
    )
    .option('-k, --no-verify-tls', 'do not check certificates')
    .optionsGroup('What comes out:')
    .option('--dir <dir>', 'where versions are kept, each under a name with its time', folder, '.')
    .option('--keep <n>', 'keep the newest so many versions (default: all)', whole)
    .option('--no-save', 'keep no versions')
    .option('--state <file>', 'the file that the same command goes on from (default: in --dir, named after the URL)')
    .option('--exec <command>', 'run this for each change; see below')
    .option('--jsonl', 'every event to standard output, one JSON object a line; the report goes to standard error')
  reporting(command)
    .addHelpText(
      'before',
      `Examples:
  orbweaver watch https://example.org/airport-camviewer.php --image --every 5m --contact me@uni.example
  orbweaver watch https://example.org/news --hash-text --no-save --exec 'notify-send "$ORBWEAVER_URL"' --contact me@uni.example
  orbweaver watch http://127.0.0.1:8403/airport/airport_00329.jpg --every 10 --for 10m --dir pictures --keep 20
  orbweaver watch https://example.org/ --count 1 --for 0 --contact me@uni.example
`,
    )
    .addHelpText(
      'after',
      `
--exec: the shell runs the command as you wrote it. What the change is stands in its environment, never in its text: ORBWEAVER_URL,
ORBWEAVER_FILE (empty with --no-save), ORBWEAVER_CHANGED_AT (ISO 8601). The version that a watch begins with is no change. The next check
waits for the command; one that fails is reported. After a kill in the middle of it the change is told again.
The last example is for cron: it checks when a check is due, and else ends at once.
Exit code: 0 it ended as told, 9 before that or without a change, 8 the last check was answered by 400 and above, 11 robots.txt refuses.`,
    )
    .action(async (url: string | undefined, options) => (await import('../watch-command.ts')).watchCommand(url, options))
}
