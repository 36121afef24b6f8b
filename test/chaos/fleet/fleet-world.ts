import { setMaxListeners } from 'node:events';

import '../../support/preload.ts';
import type { FloatingIp } from '../../../src/emulator/hetzner/state.ts';
import { startInProcessCloud } from '../../support/in-process-cloud.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { hcloudToken } from '../../support/token.ts';
import { EmulatedEtcd } from '../lease/emulated-etcd.ts';
import { WorldClock } from '../lease/world-clock.ts';
import { Controller } from './controller.ts';
import type { Noted, Surroundings } from './controller.ts';

export interface FleetWorldOptions {
  /** The host that each address is on at first, or nobody. */
  readonly at: readonly (number | null)[];
  readonly hosts?: readonly number[];
  readonly controllers?: number;
  readonly movesPerMinute?: number;
  /** How long the cloud takes to move an address. Milliseconds. */
  readonly actionMs?: number;
  /** Hosts in another zone, to which the cloud moves none of these addresses. */
  readonly far?: readonly number[];
}

/** A request to move an address that has got to the cloud. */
export interface Write extends Noted {
  readonly at: number;
  readonly by: string;
  readonly ip: string;
  /** Who had it in the books of the cloud. */
  readonly from: number | null;
  readonly to: number;
  /** Who had the lease of the controllers then, by etcd. */
  readonly leader: string | undefined;
}

/**
 * Hosts that run nothing, in an embedded cloud, and controllers with real watchers that share an emulated etcd, all
 * on one clock.
 */
export class FleetWorld implements Surroundings {
  readonly clock = new WorldClock();
  readonly etcd: EmulatedEtcd;
  readonly cloud: InProcessCloud;
  readonly hosts: readonly number[];
  readonly ips: readonly string[];
  readonly controllers: readonly Controller[];
  readonly writes: Write[] = [];
  readonly bugs: unknown[] = [];
  /** Which controllers see that a host is dead. */
  readonly #unseen = new Map<number, Set<string>>();

  constructor(options: FleetWorldOptions) {
    const { at, hosts = [1, 2, 3], controllers = 3, movesPerMinute = 0 } = options;
    this.hosts = hosts;
    this.ips = at.map((_, n) => ipOf(n));
    this.etcd = new EmulatedEtcd(this.clock, '/floatip/hosts.web/leader');
    this.cloud = startInProcessCloud(this.clock, topologyOf({ ...options, hosts }));
    const names = Array.from({ length: controllers }, (_, index) => `c${index + 1}`);
    this.controllers = names.map(
      (name) => new Controller({ name, names, world: this, movesPerMinute }),
    );
  }

  /** Seen by all controllers, or by these alone. */
  kill(host: number, seenBy = this.controllers.map(({ name }) => name)): void {
    const unseen = this.#unseen.get(host) ?? new Set();
    for (const name of seenBy) unseen.add(name);
    this.#unseen.set(host, unseen);
  }

  revive(host: number): void {
    this.#unseen.delete(host);
  }

  isSeen(host: number, by: string): boolean {
    return this.#unseen.get(host)?.has(by) !== true;
  }

  /** How many controllers see it, whether they live or not. */
  seenBy(host: number): number {
    return this.controllers.filter(({ name }) => this.isSeen(host, name)).length;
  }

  noteWrite(by: string, path: string, body: string): Write | undefined {
    const [, id] = /floating_ips\/(\d+)\/actions\/assign/.exec(path) ?? [];
    const ip = this.#books.find((one) => one.id === Number(id));
    if (ip === undefined) return undefined;
    const { server } = JSON.parse(body) as { server: number };
    this.cloud.cloud.hetzner.settle();
    const leader = this.etcd.holder();
    const at = this.clock.now();
    const write = { at, by, ip: ip.ip, from: ip.server, to: server, leader, isRefused: false };
    this.writes.push(write);
    return write;
  }

  /** Who has each address, in the books of the cloud. */
  places(): readonly (number | null)[] {
    this.cloud.cloud.hetzner.settle();
    return this.#books.map(({ server }) => server);
  }

  get #books(): readonly FloatingIp[] {
    return [...this.cloud.cloud.hetzner.floatingIps.values()];
  }

  async pass(ms: number, onStep: () => void = () => undefined): Promise<void> {
    await this.clock.runUntil(this.clock.now() + ms, onStep);
  }

  async end(): Promise<void> {
    const ending = Promise.all(this.controllers.map((one) => one.end()));
    await this.pass(70_000);
    await ending;
  }
}

setMaxListeners(0);

function topologyOf({
  hosts,
  at,
  actionMs = 700,
  far = [],
}: FleetWorldOptions & { readonly hosts: readonly number[] }): string {
  const servers = hosts.map(
    (id) => `    - { id: ${id}, name: h${id}, location: ${far.includes(id) ? 'ash' : 'fsn1'} }`,
  );
  const ips = at.map((server, n) => {
    const where = server === null ? '' : `, server: ${server}`;
    return `    - { id: ${n + 1}, ip: ${ipOf(n)}, location: fsn1${where} }`;
  });
  return `
hetzner:
  tokens: [{ token: ${hcloudToken} }]
  limits: { perHour: 1000000000 }
  actionMs: ${actionMs}
  servers:
${servers.join('\n')}
    - { id: 99, name: stranger, location: fsn1 }
  floatingIps:
${ips.join('\n')}
`;
}

function ipOf(n: number): string {
  return `198.18.${n >> 8}.${n & 255}`;
}
