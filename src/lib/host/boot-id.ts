import { readFileSync } from 'node:fs';

/** The kernel's name for the time since it was started, or an empty text where it gives none. */
export function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
