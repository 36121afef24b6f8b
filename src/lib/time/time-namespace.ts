import { readFileSync, readlinkSync } from 'node:fs';

let known: number | undefined;

/**
 * How much longer ago the host was started by what the kernel shows to this process, which is not so long
 * where that is in a time namespace of its own: whatever dates processes is shifted by as much
 * (time_namespaces(7)). Milliseconds. A process of Node stays in the one that it was started in.
 */
export function bootShiftMs(): number {
  known ??= parseBootShift(read());
  return known;
}

/** The kernel keeps them as seconds and, also where those are negative, nanoseconds to add. */
export function parseBootShift(offsets: string): number {
  const line = offsets.split('\n').find((one) => one.startsWith('boottime '));
  const [, seconds = '0', nanoseconds = '0'] = line?.split(/\s+/) ?? [];
  return Number(seconds) * 1000 + Number(nanoseconds) / 1e6;
}

/** The file is about the namespace that children get, which is another one right after unshare(2). */
function read(): string {
  try {
    const offsets = readFileSync('/proc/self/timens_offsets', 'utf8');
    if (parseBootShift(offsets) === 0) return offsets;
    const [own, ofChildren] = ['time', 'time_for_children'].map((name) =>
      readlinkSync(`/proc/self/ns/${name}`).replace(/^\w+/, ''),
    );
    return own === ofChildren ? offsets : '';
  } catch {
    // A kernel without time namespaces.
    return '';
  }
}
