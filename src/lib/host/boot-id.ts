import { readFileSync } from 'node:fs';

let known: string | undefined;

/** The kernel's name for the time since it was started, or an empty text where it gives none. No process outlives it. */
export function readBootId(): string {
  known ??= read();
  return known;
}

function read(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
