import { isForPublic, isIpv4 } from '../../../core/ip.ts';
import type { ReadScript } from './scripts.ts';
import type { Target } from './targets.ts';

/** The public IPs in the scripts that keepalived starts: those that they move, most likely. */
export function labelsIn(targets: readonly Target[], read: ReadScript): readonly string[] {
  const lines = targets.flatMap(({ notifies, members }) => [
    ...notifies,
    ...members.flatMap((member) => member.notifies),
  ]);
  const texts = lines.map(({ command }) => `${command.join(' ')}\n${read(command[0] ?? '')}`);
  const ips = texts.join('\n').match(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g) ?? [];
  return [...new Set(ips.filter((ip) => isIpv4(ip) && isForPublic(ip)))];
}
