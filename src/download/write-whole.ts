import type { FileHandle } from 'node:fs/promises'

/** Writes all pieces: the system may take a part of them and say so. @param position null: where the file stands */
export async function writeWhole(file: FileHandle, pieces: readonly Uint8Array[], position: number | null): Promise<void> {
  let left = [...pieces]
  let done = 0
  while (left.length > 0) {
    const { bytesWritten } = await (position === null ? file.writev(left) : file.writev(left, position + done))
    done += bytesWritten
    left = behind(left, bytesWritten)
  }
}

function behind(pieces: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let skip = bytes
  const first = pieces.findIndex(piece => {
    if (skip < piece.length) return true
    skip -= piece.length
    return false
  })
  return first < 0 ? [] : [pieces[first]!.subarray(skip), ...pieces.slice(first + 1)]
}
