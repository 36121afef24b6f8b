import { joinHosts } from './fabric.ts';
import type { Lab } from './lab.ts';
import { home } from './scenario.ts';
import { settle } from './settle.ts';

/** All hosts as after a reboot, every instance at home, and nothing left of any trouble. */
export async function boot(lab: Lab): Promise<void> {
  await start(lab);
  await settle(lab, home(lab.scenario));
}

/** The same, but for the addresses, which have yet to get to where they belong. */
export async function start(lab: Lab): Promise<void> {
  const { hosts, scenario, pulse } = lab;
  joinHosts(scenario.hosts);
  for (const host of hosts) host.plugCable();
  for (const host of hosts) host.thaw();
  lab.cloud.recover();
  await Promise.all(hosts.map(({ keepalived }) => keepalived.stop()));
  await Promise.all(hosts.map(async ({ watcher }) => await watcher?.stop()));
  await Promise.all(hosts.map(({ web }) => web.start()));
  for (const host of hosts) host.forget();
  await Promise.all(hosts.map(async ({ watcher }) => await watcher?.start()));
  const places = home(scenario);
  const first = hosts.filter(({ name }) => [...places.values()].includes(name));
  await Promise.all(first.map(({ keepalived }) => keepalived.start()));
  // Where nobody takes back, whoever is first stays master.
  const areMasters = (): boolean =>
    [...places].every(([instance, name]) => lab.host(name).isMaster(instance));
  await pulse.until(areMasters, { what: 'each becomes master of its own', withinMs: 10_000 });
  const others = hosts.filter((host) => !first.includes(host));
  await Promise.all(others.map(({ keepalived }) => keepalived.start()));
}
