import type { Command } from 'commander'
import { fetching } from './shared-flags.ts'

export function describePicture(program: Command): void {
  const command = program
    .command('picture')
    .argument('[picture]', 'a URL, a file, or - for standard input; without it you are asked')
    .description('Format, width and height of a picture, by its bytes.')
  fetching(command)
    .option('--json', 'as JSON')
    .addHelpText('before', 'Examples:\n  orbweaver picture http://127.0.0.1:8401/image.jpg\n  orbweaver picture photo.jpg --json\n')
    .action(async (picture: string | undefined, options) => (await import('../picture-command.ts')).pictureCommand(picture, options))
}
