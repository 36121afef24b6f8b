import { setTimeout as sleep } from 'node:timers/promises';

import { ip } from './ip.ts';
import {
  clientGateway,
  clientIp,
  gateway,
  hostNames,
  hostPlans,
  metadataIp,
  namespaceOf,
  reservedIp,
  rooms,
} from './layout.ts';
import type { HostPlan, Room } from './layout.ts';

/**
 * Makes the namespaces and the cables between them:
 *
 *     client --- fabric (router, bridge, metadata) --- lb1
 *                                                  \-- lb2
 *
 * In the fabric, each cable is called after the room at its other end. Throws.
 */
export function buildNetwork(labId: string): void {
  const inRoom = (room: Room, lines: readonly string[]): void => {
    ip(['-n', namespaceOf(labId, room), '-batch', '-'], lines);
  };
  for (const room of rooms) ip(['netns', 'add', namespaceOf(labId, room)]);
  const plans = hostNames.map((name) => hostPlans[name]);
  inRoom('fabric', [
    'link set lo up',
    'link add br0 type bridge',
    `address add ${gateway}/24 dev br0`,
    `address add ${metadataIp}/32 dev br0`,
    'link set br0 up',
    ...plans.flatMap(({ name }) => [...cable(labId, name), `link set ${name} master br0`]),
    // Two isolated ports of a bridge do not reach each other: see separateHosts.
    'link set lb2 type bridge_slave isolated on',
    ...cable(labId, 'client'),
    `address add ${clientGateway}/24 dev client`,
  ]);
  enableForwarding(labId);
  for (const plan of plans) inRoom(plan.name, hostSide(plan));
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

/** As on a Droplet behind its anchor address, every host is ready to answer for the reserved IP. */
function hostSide({ ip: address }: HostPlan): readonly string[] {
  return [
    'link set lo up',
    `address add ${address}/24 dev eth0`,
    'link set eth0 up',
    `route add default via ${gateway}`,
    `address add ${reservedIp}/32 dev lo`,
  ];
}

function enableForwarding(labId: string): void {
  const command = ['sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward'];
  ip(['netns', 'exec', namespaceOf(labId, 'fabric'), ...command]);
}

/** Ends by pid what still runs in the namespaces, all of it the lab's own, and removes them. */
export async function removeNetwork(labId: string): Promise<void> {
  const made = new Set(ip(['netns', 'list']).split(/\s+/));
  for (const room of rooms) {
    const namespace = namespaceOf(labId, room);
    if (!made.has(namespace)) continue;
    for (const pid of pidsIn(namespace)) kill(pid);
    while (pidsIn(namespace).length > 0) await sleep(5);
    ip(['netns', 'delete', namespace]);
  }
}

function pidsIn(namespace: string): readonly number[] {
  return ip(['netns', 'pids', namespace]).split('\n').filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
