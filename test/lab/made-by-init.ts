import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

import { hostPlan } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Premises } from './premises.ts';
import type { AddressPlan, InstancePlan } from './setup.ts';

/** The files of hosts as `floatip init` writes them, in place of those that an operator would write. */

/** Has `floatip init` write below a folder the files of every pair, each below the name of its host. */
export function makeByInit(folder: string, premises: Premises): void {
  const { instances } = premises.scenario;
  const pairs = new Map<string, InstancePlan[]>();
  for (const instance of instances) {
    const key = instance.hosts.toSorted().join(' ');
    pairs.set(key, [...(pairs.get(key) ?? []), instance]);
  }
  for (const pair of pairs.values()) {
    const args = ['init', ...argumentsFor(pair, premises), '--write', folder];
    const { status, stderr } = spawnSync(process.execPath, [resolve('bin/floatip.js'), ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`floatip ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
}

function argumentsFor(
  pair: readonly InstancePlan[],
  { scenario, by }: Premises,
): readonly string[] {
  const [first] = pair;
  if (first === undefined) throw new Error('A pair has at least one instance');
  const [self, peer] = first.hosts;
  const alone = scenario.preempts ? 'single' : 'nopreempt';
  const followers = scenario.addresses.filter(({ follow }) =>
    pair.some(({ name }) => name === follow),
  );
  const single = {
    '--topology': pair.length === 2 ? 'two-masters' : alone,
    '--self': hostPlan(self).ip,
    '--peer': hostPlan(peer).ip,
    '--self-name': self,
    '--peer-name': peer,
    '--interface': 'eth0',
    '--vrid': String(first.routerId),
    '--by': by,
    '--check': 'http://127.0.0.1/',
    '--unit': 'nginx',
  };
  return [
    ...Object.entries(single).flat(),
    '--instance',
    ...pair.map(({ name }) => name),
    '--vip',
    ...pair.map(({ vip }) => vip),
    '--address',
    ...followers.map((address) => optionFor(address, [self, peer], scenario.vendor)),
  ];
}

type Vendor = Premises['scenario']['vendor'];

/** Keys that both hosts have alike, and those that are of one host, as of a network interface. */
function optionFor(
  address: AddressPlan,
  hosts: readonly [HostName, HostName],
  vendor: Vendor,
): string {
  const [self = {}, peer = {}] = hosts.map((host): Record<string, unknown> =>
    parse(`{ ${vendor.describe(address, hostPlan(host))} }`),
  );
  const { name, kind, follow } = address;
  const { id, ip, ...rest } = self;
  const keys = Object.entries(rest).flatMap(([key, value]) =>
    peer[key] === value
      ? [`${key}=${textOf(value)}`]
      : [`self.${key}=${textOf(value)}`, `peer.${key}=${textOf(peer[key])}`],
  );
  return [`${kind}:${textOf(id ?? ip)}`, `name=${name}`, `follow=${follow}`, ...keys].join(',');
}

/** A list or a map as YAML on one line, as `--address` takes it. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export interface PlacesInLab extends Premises {
  readonly ended: string;
  readonly fifo: string;
}

/**
 * What was written for a host, with the paths of the lab: its hosts share one disk. Of floatip's config, the
 * cloud's settings are those of the lab, and what follows what is as it was written.
 */
export function madeTexts(
  folder: string,
  places: PlacesInLab,
): { readonly keepalived: string; readonly floatip: string } {
  const { hook, check, ended, fifo, scenario, tokenFile, intervalS } = places;
  copyFileSync(join(folder, 'etc/floatip/check-service'), check);
  const conf = readFileSync(join(folder, 'etc/keepalived/keepalived.conf'), 'utf8');
  const config = readFileSync(join(folder, 'etc/floatip/config.yaml'), 'utf8');
  const addresses = config.slice(config.indexOf('addresses:'));
  return {
    keepalived: conf
      .replaceAll('/etc/floatip/keepalived-notify', hook)
      .replaceAll('/etc/floatip/check-service', check)
      .replaceAll('/run/nginx-ended', ended)
      .replaceAll('/run/keepalived-notify.fifo', fifo),
    floatip: `cluster: lab
providers:
${scenario.vendor.section(tokenFile)}${addresses}timing: { interval: ${intervalS}s }
`,
  };
}
