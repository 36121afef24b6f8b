import { joinHosts } from './fabric.ts';
import type { Lab } from './lab.ts';
import { hostNames } from './layout.ts';
import { settle } from './settle.ts';

/** Both hosts as after a reboot, lb1 the master, and nothing left of any trouble. */
export async function boot(lab: Lab): Promise<void> {
  const { hosts, pulse } = lab;
  const both = hostNames.map((name) => hosts[name]);
  joinHosts();
  for (const host of both) host.plugCable();
  for (const host of both) host.thaw();
  lab.cloud.recover();
  await Promise.all(both.map(({ keepalived }) => keepalived.stop()));
  await Promise.all(both.map(async ({ watcher }) => await watcher?.stop()));
  await Promise.all(both.map(({ web }) => web.start()));
  for (const host of both) host.forget();
  await Promise.all(both.map(async ({ watcher }) => await watcher?.start()));
  await hosts.lb1.keepalived.start();
  await pulse.until(hosts.lb1.isMaster, { what: 'lb1 becomes master', withinMs: 10_000 });
  await hosts.lb2.keepalived.start();
  await settle(lab, 'lb1');
}
