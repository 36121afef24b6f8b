import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { EventState, EventOrder, Role, Teller } from '../../../src/core/vrrp.ts';
import type { LocalState } from '../../../src/takeover/local-state.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { fakeHost } from '../../support/fake-host.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { localStateIn } from '../../support/local-state.ts';
import { bootKernel } from './kernel.ts';
import type { Kernel } from './kernel.ts';
import { addressOf } from './passage.ts';
import type { Passage } from './passage.ts';
import { SimulatedProcess } from './simulated-process.ts';
import type { Fate, ProcessHost, ProcessOptions } from './simulated-process.ts';
import { instance, vip } from './topology.ts';
import type { Wire } from './wire.ts';
import { Workers } from './workers.ts';

/** Something that happened on a node, in the order in which it happened. */
export type Fact =
  | {
      readonly type: 'sent' | 'answered';
      readonly process: SimulatedProcess;
      readonly passage: Passage;
      /** Why the process should not write to that address just now. */
      readonly objection: string | undefined;
      /** Whether that is because what the process is for has ended. */
      readonly isOver: boolean;
    }
  /** From here on nothing follows from what the node knew: it was told something, or lost something. */
  | { readonly type: 'upset' };

export interface NodeOptions {
  readonly id: number;
  readonly folder: string;
  readonly configPath: string;
  /** The address that has a `vip` in the config. */
  readonly checkedIp: string | undefined;
  /** How long a run may take. */
  readonly deadlineMs: number;
  readonly clock: FakeClock;
  readonly random: () => number;
  readonly world: InProcessCloud;
  readonly wire: Wire;
  readonly isTroubled: () => boolean;
}

/** How much of what a wait may be at most it is at least, so that waits have a lower bound, too. */
export const leastJitter = 0.25;

/** Between two tries of a run. */
const longestWaitMs = 5000;

const quietly = ['--json', '--log-level', 'silent'];

/** A host with keepalived and cron. */
export class SimulatedNode implements ProcessHost {
  readonly id: number;
  readonly env: Readonly<Record<string, string>>;
  readonly facts: Fact[] = [];
  readonly processes: SimulatedProcess[] = [];
  /** What keepalived says, to whoever listens; `null` before it has said anything. */
  role: Role | null = null;
  reboots = 0;
  readonly #options: NodeOptions;
  readonly #local: LocalState;
  readonly #runtime: string;
  readonly #workers = new Workers();
  #kernel: Kernel;
  /** The one that is running, or ran last. */
  #keepalived: Teller;
  #vipFromMs = Infinity;
  /** Whether a keepalived that was killed has left its address on the interface. */
  #isVipLeft = false;
  /** Those that were started to tell of the role. */
  #messengers: readonly SimulatedProcess[] = [];

  constructor(options: NodeOptions) {
    const { id, folder, configPath } = options;
    this.id = id;
    this.#options = options;
    this.#runtime = join(folder, 'run');
    this.env = {
      FLOATIP_CONFIG: configPath,
      FLOATIP_RUNTIME_DIR: this.#runtime,
      FLOATIP_STATE_DIR: this.stateFolder,
    };
    this.#kernel = bootKernel(options);
    this.#keepalived = this.#startKeepalived();
    const { isAlive, hasIp } = this;
    const host = { ...fakeHost({ ticks: 0, pid: 0 }), isAlive, hasIp };
    this.#local = localStateIn(this.#runtime, host);
  }

  get stateFolder(): string {
    return join(this.#options.folder, 'state');
  }

  readonly isAlive = (process: EventOrder): boolean => this.#kernel.isAlive(process);

  readonly hasIp = (ip: string): boolean => {
    if (ip !== vip) return false;
    if (this.#isVipLeft) return true;
    return this.role === 'MASTER' && this.#options.clock.now() >= this.#vipFromMs;
  };

  /** keepalived changes its role and says so, once for every fate: `notify` and `notify_master`. */
  become(role: Role, fates: readonly Fate[]): void {
    const { clock, random } = this.#options;
    if (!this.isAlive(this.#keepalived)) this.#keepalived = this.#startKeepalived();
    this.role = role;
    // Sometimes longer than anybody waits for it.
    this.#vipFromMs = role === 'MASTER' ? clock.now() + random() * 500 : Infinity;
    this.#messengers = fates.map((fate, index) => this.#tell(role, fate, index === 0));
  }

  /** keepalived, being MASTER, hears somebody of lower priority. */
  assert(fate: Fate): void {
    if (this.role === 'MASTER') this.#tell('MASTER_RX_LOWER_PRI', fate, false);
  }

  reconcile(fate: Fate): void {
    this.#start(['reconcile', ...quietly], { fate });
  }

  /** What runs is stopped, and goes on some time later. */
  freeze(ms: number): void {
    for (const process of this.processes) process.stop(ms);
  }

  /** With SIGKILL: it says nothing more, and leaves its address where it is. */
  killKeepalived(): void {
    this.#isVipLeft = this.hasIp(vip);
    this.#kernel.exit(this.#keepalived);
    for (const process of this.processes) if (process.event !== undefined) process.terminate();
    this.role = null;
    this.#messengers = [];
    this.facts.push({ type: 'upset' });
  }

  /** Everything that ran is gone, and so is what was only in memory. */
  reboot(): void {
    for (const process of this.processes) process.kill();
    rmSync(this.#runtime, { recursive: true, force: true });
    this.role = null;
    this.#vipFromMs = Infinity;
    this.#messengers = [];
    this.#kernel = bootKernel(this.#options);
    this.#keepalived = this.#startKeepalived();
    this.facts.push({ type: 'upset' });
    this.reboots += 1;
  }

  /**
   * Whether nothing shows that its keepalived is gone: none of its hooks lived to note an event, and
   * its address is still there. Only the next keepalived puts that right.
   */
  isMisleading(): boolean {
    return this.#isVipLeft && this.#local.events.events(instance).length === 0;
  }

  /** Whether what keepalived said last is known on this node, or will be. */
  hasHeard(role: Role): boolean {
    if (role !== this.role) return false;
    const events = this.#local.events.events(instance);
    const told = new Set(events.map(({ order }) => this.#placeOf(order)));
    return this.#messengers.some(
      (messenger) => !messenger.isDead() || told.has(this.#placeOf(messenger.start)),
    );
  }

  readonly onSent = (process: SimulatedProcess, passage: Passage): void => {
    this.#note('sent', process, passage);
    this.#workers.onSent(process, passage);
  };

  readonly onAnswer = (process: SimulatedProcess, passage: Passage): void => {
    this.#note('answered', process, passage);
    this.#workers.onAnswer(process, passage);
  };

  readonly onBegin = (process: SimulatedProcess): void => {
    const { event } = process;
    if (event !== undefined && event !== 'MASTER_RX_LOWER_PRI') this.facts.push({ type: 'upset' });
  };

  readonly onExit = (process: SimulatedProcess): void => {
    this.#kernel.exit(process.start);
    if (process.state === 'killed') this.facts.push({ type: 'upset' });
  };

  #note(type: 'sent' | 'answered', process: SimulatedProcess, passage: Passage): void {
    const ip = addressOf(passage);
    if (ip === undefined) return;
    const ended = this.#objectionTo(process, ip);
    const objection = ended ?? this.#rivalOf(process, ip);
    this.facts.push({ type, process, passage, objection, isOver: ended !== undefined });
  }

  /** Another run of this node that is in the middle of changing the address, and still wanted. */
  #rivalOf(process: SimulatedProcess, ip: string): string | undefined {
    const rival = this.#workers
      .on(ip)
      .filter((other) => other !== process && this.#hasTime(other))
      .find((other) => this.#objectionTo(other, ip) === undefined);
    return rival === undefined ? undefined : `${rival.name} is at work on it`;
  }

  /** Whoever is about to run out of it may have given up one address, and still care for another. */
  #hasTime({ beganAtMs }: SimulatedProcess): boolean {
    const { clock, deadlineMs } = this.#options;
    return beganAtMs + deadlineMs - clock.now() > longestWaitMs;
  }

  /** Goes by the order in which keepalived started things, whatever they are numbered. */
  #objectionTo(process: SimulatedProcess, ip: string): string | undefined {
    const events = this.#local.events.events(instance);
    const newestFirst = events.toSorted(
      (left, right) => this.#placeOf(right.order) - this.#placeOf(left.order),
    );
    const change = newestFirst.find(({ state }) => state !== 'MASTER_RX_LOWER_PRI');
    if (change !== undefined && this.#placeOf(change.order) > this.#placeOf(process.start)) {
      return `${change.state} was said after it was started`;
    }
    const { teller } = newestFirst[0] ?? {};
    if (teller !== undefined && !this.isAlive(teller)) return 'who told its role is gone';
    if (ip === this.#options.checkedIp) return this.hasIp(vip) ? undefined : `${vip} is not here`;
    const [newest] = newestFirst;
    if (newest?.state.startsWith('MASTER') === true) return undefined;
    return `the newest that was said is ${newest?.state ?? 'nothing'}`;
  }

  #placeOf(process: EventOrder): number {
    return this.#kernel.placeOf(process);
  }

  #tell(state: EventState, fate: Fate, isAppended: boolean): SimulatedProcess {
    const words = isAppended
      ? ['INSTANCE', instance, state, '100']
      : ['--instance', instance, '--state', state];
    const parent = this.#keepalived;
    return this.#start(['notify', ...words, ...quietly], { event: state, parent, fate });
  }

  /** It takes away what the last one has left. */
  #startKeepalived(): Teller {
    this.#isVipLeft = false;
    return { ...this.#kernel.fork(), namespace: 1 };
  }

  #start(
    args: readonly string[],
    about: Pick<ProcessOptions, 'event' | 'parent' | 'fate'>,
  ): SimulatedProcess {
    const { random } = this.#options;
    const process = new SimulatedProcess({
      ...this.#options,
      ...about,
      start: this.#kernel.fork(),
      args,
      host: this,
      random: () => leastJitter + (1 - leastJitter) * random(),
    });
    this.processes.push(process);
    return process;
  }
}
