import type { Address } from '../../core/address.ts';
import { instanceOf } from '../../core/follow.ts';
import { plainLine, plainText } from '../../core/plain-text.ts';
import { Failure } from '../../ports/failure.ts';
import { kindIn } from '../../providers/clouds.ts';
import type { Clouds } from '../../providers/clouds.ts';
import { lowerPriorityLine, notifyLine } from './hook-lines.ts';
import { isExpressible, quotedName } from './keepalived-quoting.ts';

/** keepalived makes the FIFO, but no folder for it; with Debian's unit there is no /run/keepalived. */
export const fifoPath = '/run/keepalived-notify.fifo';

/** What an operator puts into keepalived.conf, for the instances that addresses follow. Throws `config`. */
export function keepalivedLines(addresses: readonly Address[], clouds: Clouds): string {
  const followed = new Set(addresses.flatMap((address) => instanceOf(address) ?? []));
  const parts = [...followed].map((name) =>
    instanceLines(
      checked(name),
      addresses.filter(({ follow }) => follow === name),
      clouds,
    ),
  );
  return [
    '# For keepalived.conf of every host. Of a vrrp_sync_group, notify goes there, the rest into its instances.',
    ...parts,
    `# into global_defs, where floatip watch runs\n    vrrp_notify_fifo ${fifoPath} root root`,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function checked(name: string): string {
  // What keepalived is given to read is the name itself, or nothing.
  if (plainText(name) === name && isExpressible(name)) return name;
  throw new Failure('config', `keepalived can have no instance of this name: '${name}'`, {
    hint: 'Give the instance a name of letters, digits and _, and let the address follow that',
  });
}

function instanceLines(name: string, followers: readonly Address[], clouds: Clouds): string {
  const names = followers.map((address) => plainText(address.name)).join(', ');
  const lines = [
    'higher_prio_send_advert',
    ...inColumns([notifyLine, lowerPriorityLine({ type: 'instance', name })]),
    ...linesOfKinds(followers, clouds),
  ];
  return [
    `# into vrrp_instance ${quotedName(name)}, for ${names}`,
    ...lines.map((line) => `    ${line}`),
  ].join('\n');
}

/** Keywords on the left, and what they say one below the other. */
function inColumns(lines: readonly string[]): readonly string[] {
  const split = lines.map((line) => [line, line.indexOf(' ')] as const);
  const width = Math.max(...split.map(([, at]) => at));
  return split.map(([line, at]) => `${line.slice(0, at).padEnd(width)}${line.slice(at)}`);
}

/** What each kind of address needs there besides. */
function linesOfKinds(followers: readonly Address[], clouds: Clouds): readonly string[] {
  const kinds = new Set(followers.map((address) => kindIn(clouds, address)));
  return [...kinds].flatMap((kind) => {
    const own = followers.filter((address) => address.kind === kind?.name);
    return (kind?.keepalivedLines?.(own) ?? []).map((line) => plainLine(line));
  });
}
