import { normaliseIp } from '../core/ip.ts';

/** What Node finds on interfaces that are running. */
export function runningIps(): ReadonlySet<string> {
  const addresses = Object.values(process.getBuiltinModule('node:os').networkInterfaces()).flatMap(
    (some) => some ?? [],
  );
  return new Set(addresses.flatMap(({ address }) => normaliseIp(address) ?? []));
}

/**
 * Those of the IPv4 addresses that the kernel takes packets for which are on an interface. A route of type local
 * does the same for an IP that is on none, and only ip(8) tells them apart where an interface is not running.
 */
export function assignedOf(local: readonly string[]): readonly string[] {
  const running = runningIps();
  if (local.every((ip) => running.has(ip))) return local;
  const assigned = askForIps();
  return assigned === undefined ? local : local.filter((ip) => running.has(ip) || assigned.has(ip));
}

const timeout = 1000;

/** keepalived may start a hook with a PATH of nothing. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** `undefined` where there is no such program, or it may not run. */
function askForIps(): ReadonlySet<string> | undefined {
  // Loaded when it is needed: few hosts have such an interface or route.
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const options = { encoding: 'utf8', env: { PATH }, timeout } as const;
  const { status, stdout } = spawnSync('ip', ['-4', '-o', 'addr', 'show'], options);
  if (status !== 0) return undefined;
  return new Set([...stdout.matchAll(/ inet ([\d.]+)/g)].flatMap(([, ip]) => ip ?? []));
}
