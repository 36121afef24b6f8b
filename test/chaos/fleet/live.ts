import type { FaultRule } from '../../../src/emulator/faults.ts';
import { FleetWorld } from './fleet-world.ts';
import type { Write } from './fleet-world.ts';
import { HostRecord } from './host-record.ts';

/** What befalls a controller or a host at a moment. */
export interface Trouble {
  readonly at: number;
  readonly what: 'kill' | 'pause' | 'cut' | 'dead' | 'half-dead';
  /** Which controller, or which host. */
  readonly which: number;
  readonly ms: number;
}

export interface Schedule {
  readonly at: readonly (number | null)[];
  readonly troubles: readonly Trouble[];
  readonly actionMs: number;
  /** What becomes of writes, from the first on. */
  readonly faults: readonly FaultRule[];
}

export interface Lived {
  readonly wrong: readonly string[];
  readonly writes: number;
  /** By how many controllers they were. */
  readonly writers: number;
}

export const troubledMs = 30_000;
const calmMs = 30_000;
/** Until then most controllers may act on what they saw of a host: three looks, a lease, and the cloud. */
const memoryMs = 12_000;

/** Lives through a schedule, with all controllers there and well at its end. */
export async function live({ at, troubles, actionMs, faults }: Schedule): Promise<Lived> {
  const world = new FleetWorld({ at, actionMs });
  const judge = new Judge(world);
  for (const controller of world.controllers) await controller.start();
  for (const fault of faults) world.cloud.cloud.faults.add(fault);
  world.clock.after(troubledMs, () => world.cloud.cloud.faults.clear());
  for (const trouble of troubles) world.clock.after(trouble.at, () => suffer(trouble, world));
  await world.pass(troubledMs + calmMs, () => judge.look());
  judge.lookAtEnd();
  await world.end();
  for (const bug of world.bugs) judge.wrong.add(`bug: ${String(bug)}`);
  const writers = new Set(world.writes.map(({ by }) => by)).size;
  return { wrong: [...judge.wrong], writes: world.writes.length, writers };
}

function suffer(trouble: Trouble, world: FleetWorld): void {
  if (trouble.what === 'dead' || trouble.what === 'half-dead') losesHost(trouble, world);
  else losesController(trouble, world);
}

function losesController({ what, which, ms }: Trouble, world: FleetWorld): void {
  const controller = world.controllers[which % world.controllers.length];
  if (what === 'pause') controller?.pause(ms);
  if (what === 'cut') controller?.cut(ms);
  if (what !== 'kill') return;
  controller?.kill();
  world.clock.after(ms, () => void controller?.start().catch((bug) => world.bugs.push(bug)));
}

function losesHost({ what, which, ms }: Trouble, world: FleetWorld): void {
  const host = world.hosts[which % world.hosts.length] ?? 0;
  const alone = world.controllers[which % world.controllers.length]?.name ?? '';
  if (what === 'dead') world.kill(host);
  else world.kill(host, [alone]);
  world.clock.after(ms, () => world.revive(host));
}

class Judge {
  readonly wrong = new Set<string>();
  readonly #world: FleetWorld;
  readonly #hosts: ReadonlyMap<number, HostRecord>;
  /** Those of each address. */
  readonly #known = new Map<string, Write[]>();
  #judged = 0;

  constructor(world: FleetWorld) {
    this.#world = world;
    this.#hosts = new Map(world.hosts.map((host) => [host, new HostRecord()]));
  }

  look(): void {
    const { controllers, clock, writes } = this.#world;
    for (const [host, record] of this.#hosts)
      record.note(this.#world.seenBy(host), controllers.length, clock.now());
    for (; this.#judged < writes.length; this.#judged += 1) this.#judge(writes[this.#judged]!);
  }

  #judge(write: Write): void {
    const { at, by, leader, from, to, ip } = write;
    if (by !== leader) this.wrong.add(`${by} writes at ${at}, and ${leader} leads`);
    const known = this.#known.get(ip) ?? [];
    // Of what the cloud has refused nothing can come.
    const last = known.findLast(({ isRefused }) => !isRefused);
    const deadAt = from === null ? at : this.#deadAt(from);
    if (at - deadAt > memoryMs && !isLate(write, last))
      this.wrong.add(`${ip} leaves ${from} at ${at}, which is well`);
    if (last !== undefined && !this.#mayFollow(write, last)) {
      this.wrong.add(`${ip} is written again at ${at}, to ${to}, before it has come to ${last.to}`);
    }
    this.#known.set(ip, [...known, write]);
  }

  /**
   * A cloud that says nothing of what it has accepted has the next leader ask once more, for the same. Only where
   * that host has died meanwhile it asks for another one, or where the two do not know the same of the hosts that
   * it could go to; and what was called off, as its host was well again, is decided anew once that has died again.
   */
  #mayFollow({ at, by, from, to }: Write, last: Write): boolean {
    if (from === last.to || to === last.to) return true;
    if (at - this.#deadAt(last.to) <= memoryMs) return true;
    const left = last.from === null ? undefined : this.#hosts.get(last.from);
    // It was called off, and meanwhile what was asked for before has brought the address elsewhere.
    if (from !== last.from) return left?.hasBeenWellAfter(last.at, at) === true;
    if (by !== last.by && this.#wasDoubt(last.at - memoryMs, from)) return true;
    return left?.wasWellAfter(last.at) === true;
  }

  /** Whether a host that an address could leave another one for was in doubt after a moment. */
  #wasDoubt(after: number, from: number | null): boolean {
    return [...this.#hosts].some(([host, { doubtedAt }]) => host !== from && doubtedAt >= after);
  }

  #deadAt(host: number): number {
    return this.#hosts.get(host)?.deadAt ?? -Infinity;
  }

  lookAtEnd(): void {
    this.look();
    for (const [n, host] of this.#world.places().entries()) {
      if (host === null) this.wrong.add(`in the end nobody has address ${n}`);
    }
  }
}

/** What a leader had asked for has been done only after the next one had found out where it was, and moved it. */
function isLate({ at, by, from }: Write, last: Write | undefined): boolean {
  return last !== undefined && last.by !== by && last.to === from && at - last.at <= memoryMs;
}
