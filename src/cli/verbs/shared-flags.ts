import type { Command } from 'commander'
import { Option } from 'commander'
import { header, seconds } from '../arguments.ts'

export function identity(command: Command): Command {
  return command
    .addOption(new Option('--agent <name>', 'name and version of your robot (default: Orbweaver/0.1)').env('ORBWEAVER_AGENT'))
    .addOption(new Option('--contact <mail|url>', 'how a webmaster reaches you').env('ORBWEAVER_CONTACT'))
    .option('--user-agent <line>', 'a whole User-Agent instead: at your own responsibility')
}

/** How the commands for one page fetch it; the letters are curl's. */
export function fetching(command: Command): Command {
  return identity(command)
    .option('-H, --header <line>', "'Name: value' (may be given again)", header, [])
    .option('-m, --max-time <s>', 'give up after so many seconds (default: 300)', seconds)
    .option('-k, --no-verify-tls', 'do not check certificates')
}

export function reporting(command: Command): Command {
  return command
    .option('--json', 'the report as one JSON object, nothing else on standard output')
    .option('-q, --quiet', 'no progress, no report')
    .addOption(new Option('--progress <how>', 'progress on standard error').choices(['auto', 'live', 'plain', 'none']).default('auto'))
}
