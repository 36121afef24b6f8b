import { readSync } from 'node:fs';

/** What an open file holds from a position on, up to so many bytes, however much is added meanwhile. */
export function readText(fd: number, maxBytes: number, position = 0): string {
  const buffer = Buffer.allocUnsafe(maxBytes);
  let length = 0;
  while (length < maxBytes) {
    const read = readSync(fd, buffer, length, maxBytes - length, position + length);
    if (read === 0) break;
    length += read;
  }
  return buffer.toString('utf8', 0, length);
}
