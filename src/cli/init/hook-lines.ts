import { quotedWord } from '../keepalived-quoting.ts';
import { installed } from './installed.ts';

/** With what an instance tells floatip of itself. */
export function hookLines(instance: string): readonly string[] {
  const { hook } = installed;
  return [
    `notify "${hook}"`,
    `notify_master_rx_lower_pri "${hook} --instance ${quotedWord(instance)} --state MASTER_RX_LOWER_PRI"`,
  ];
}
