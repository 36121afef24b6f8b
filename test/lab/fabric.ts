import { ip } from './ip.ts';
import type { HostName } from './layout.ts';

/** Keeps the hosts from hearing each other; the cloud and the client still reach all of them. */
export function separateHosts(hosts: readonly HostName[]): void {
  isolate(hosts, 'on');
}

export function joinHosts(hosts: readonly HostName[]): void {
  isolate(hosts, 'off');
}

/** Two isolated ports of a bridge do not reach each other. */
function isolate(hosts: readonly HostName[], state: 'on' | 'off'): void {
  const lines = hosts.map((name) => `link set ${name} type bridge_slave isolated ${state}`);
  ip(['-batch', '-'], lines);
}
