import { installed } from '../init/installed.ts';
import { quotedWord } from './keepalived-quoting.ts';

/** What tells floatip: an instance, or a group of such. */
export interface Teller {
  readonly type: 'instance' | 'group';
  readonly name: string;
}

export const notifyLine = `notify "${installed.hook}"`;

/** keepalived says the name of the instance when it hears a lower priority, never that of its group. */
export function lowerPriorityLine({ type, name }: Teller): string {
  const words = `--${type} ${quotedWord(name)} --state MASTER_RX_LOWER_PRI`;
  return `notify_master_rx_lower_pri "${installed.hook} ${words}"`;
}
