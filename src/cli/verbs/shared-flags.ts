import type { Command } from 'commander'
import { Option } from 'commander'

export function identity(command: Command): Command {
  return command
    .addOption(new Option('--agent <name>', 'name and version of your robot (default: Orbweaver/0.1)').env('ORBWEAVER_AGENT'))
    .addOption(new Option('--contact <mail|url>', 'how a webmaster reaches you').env('ORBWEAVER_CONTACT'))
    .option('--user-agent <line>', 'a whole User-Agent instead: at your own responsibility')
}

export function reporting(command: Command): Command {
  return command
    .option('--json', 'the report as one JSON object, nothing else on standard output')
    .option('-q, --quiet', 'no progress, no report')
    .addOption(new Option('--progress <how>', 'progress on standard error').choices(['auto', 'live', 'plain', 'none']).default('auto'))
}
