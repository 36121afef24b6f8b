import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ip } from './ip.ts';
import {
  clientGateway,
  clientIp,
  etcOf,
  gateway,
  hostNames,
  hostPlan,
  namespaceOf,
} from './layout.ts';
import type { HostPlan, Room } from './layout.ts';
import { monotonicMs } from './monotonic.ts';
import { publicIps, translations } from './paths.ts';
import type { Scenario } from './scenario.ts';
import { send } from './send.ts';

/** For processes to be gone that have been killed. */
const patienceMs = 10_000;

/**
 * Makes the namespaces and the cables between them:
 *
 *     client --- fabric (router, bridge, metadata) --- lb1
 *                                                  \-- lb2 …
 *
 * In the fabric, each cable is called after the room at its other end. Throws.
 */
export function buildNetwork(labId: string, scenario: Scenario): void {
  const inRoom = (room: Room, lines: readonly string[]): void => {
    ip(['-n', namespaceOf(labId, room), '-batch', '-'], lines);
  };
  const { hosts, vendor } = scenario;
  for (const room of ['fabric', 'client', ...hosts] as const) {
    ip(['netns', 'add', namespaceOf(labId, room)]);
  }
  inRoom('fabric', [
    'link set lo up',
    'link add br0 type bridge',
    `address add ${gateway}/24 dev br0`,
    `address add ${vendor.metadataIp}/32 dev br0`,
    'link set br0 up',
    ...hosts.flatMap((name) => [...cable(labId, name), `link set ${name} master br0`]),
    ...cable(labId, 'client'),
    `address add ${clientGateway}/24 dev client`,
  ]);
  inFabric(labId, 'echo 1 > /proc/sys/net/ipv4/ip_forward');
  const rules = translations(scenario);
  if (rules !== '') inFabric(labId, `nft '${rules}'`);
  for (const name of hosts) {
    inRoom(name, hostSide(hostPlan(name), scenario));
    tellNames(labId, name, scenario);
  }
  inRoom('client', [
    'link set lo up',
    `address add ${clientIp}/24 dev eth0`,
    'link set eth0 up',
    `route add default via ${clientGateway}`,
  ]);
}

function cable(labId: string, room: Room): readonly string[] {
  const peer = `peer name eth0 netns ${namespaceOf(labId, room)}`;
  return [`link add ${room} type veth ${peer}`, `link set ${room} up`];
}

/** As behind an anchor address or an EIP, every host is ready to answer for what is routed to it. */
function hostSide({ ip: address, mac }: HostPlan, scenario: Scenario): readonly string[] {
  return [
    'link set lo up',
    `link set eth0 address ${mac}`,
    `address add ${address}/24 dev eth0`,
    'link set eth0 up',
    `route add default via ${gateway}`,
    ...publicIps(scenario).map((one) => `address add ${one}/32 dev lo`),
  ];
}

function inFabric(labId: string, command: string): void {
  ip(['netns', 'exec', namespaceOf(labId, 'fabric'), 'sh', '-c', command]);
}

/** The resolver of a cloud knows its metadata service by name. */
function tellNames(labId: string, room: Room, { vendor }: Scenario): void {
  if (vendor.metadataName === undefined) return;
  mkdirSync(etcOf(labId, room), { recursive: true });
  const lines = ['127.0.0.1 localhost', `${vendor.metadataIp} ${vendor.metadataName}`];
  writeFileSync(join(etcOf(labId, room), 'hosts'), `${lines.join('\n')}\n`);
}

/** Ends by pid what still runs in the namespaces, all of it the lab's own, and removes them. Throws. */
export async function removeNetwork(labId: string): Promise<void> {
  const made = new Set(ip(['netns', 'list']).split(/\s+/));
  const failures: string[] = [];
  for (const room of ['fabric', 'client', ...hostNames] as const) {
    const namespace = namespaceOf(labId, room);
    try {
      rmSync(etcOf(labId, room), { recursive: true, force: true });
      if (made.has(namespace)) await removeNamespace(namespace);
    } catch (error) {
      // The other rooms can be removed all the same.
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (failures.length > 0) throw new Error(failures.join('; '));
}

async function removeNamespace(namespace: string): Promise<void> {
  const giveUpMs = monotonicMs() + patienceMs;
  // Again and again: what is killed may have started another one just before.
  for (let pids = pidsIn(namespace); pids.length > 0; pids = pidsIn(namespace)) {
    if (monotonicMs() > giveUpMs) {
      throw new Error(`${namespace} stays: ${pids.join(', ')} run on in it, in spite of SIGKILL`);
    }
    for (const pid of pids) send(pid, 'SIGKILL');
    await sleep(5);
  }
  ip(['netns', 'delete', namespace]);
}

function pidsIn(namespace: string): readonly number[] {
  return ip(['netns', 'pids', namespace]).split('\n').filter(Boolean).map(Number);
}
