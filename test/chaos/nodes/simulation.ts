import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { FakeClock } from '../../support/fake-clock.ts';
import { startInProcessCloud } from '../../support/in-process-cloud.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { inMemoryFolder } from '../../support/temporary.ts';
import { interfere } from '../../support/troubles.ts';
import type { Chronicle, Hand } from './chronicle.ts';
import { latestStartMs } from './schedule.ts';
import type { Schedule, What } from './schedule.ts';
import { SimulatedNode } from './simulated-node.ts';
import type { Fate } from './simulated-process.ts';
import { cloudTopology, configFile, followed, nodeIds } from './topology.ts';
import { createWire, slowestTripMs } from './wire.ts';
import type { Slowness } from './wire.ts';

const intervalMs = 60_000;
const cronJitterMs = 2000;
/** After the trouble is over: a late process begins, and what is on the wire lands. */
const leftoversMs = latestStartMs + slowestTripMs;
const longestCoolOffMs = 60_000;
/** Identity, a look, a write, the cloud's 300 ms, and looks that are a second apart by then. */
const oneRunMs = 5000;
/**
 * What it may take, once nothing new goes wrong, until the one MASTER holds everything. Cron starts
 * a run within an interval; where it finds the address lost, it leaves it alone for the cool-off.
 * That may not fit into the deadline of the run, which is as long as the interval: then the run
 * gives up, and the next one finds the cool-off over.
 */
const healedWithinMs = intervalMs + cronJitterMs + longestCoolOffMs + cronJitterMs + oneRunMs;

/** Lives through a schedule, and leaves no files behind. */
export async function simulate<T>(
  plan: Schedule,
  examine: (chronicle: Chronicle) => T,
): Promise<T> {
  const folder = inMemoryFolder();
  try {
    return examine(await new Simulation(plan, folder.path).live());
  } finally {
    folder.remove();
  }
}

class Simulation {
  readonly #plan: Schedule;
  readonly #clock = new FakeClock({ maxSteps: 400_000 });
  readonly #random: () => number;
  readonly #world: InProcessCloud;
  readonly #nodes: readonly SimulatedNode[];
  readonly #hands: Hand[] = [];
  #calmFromMs = Infinity;
  #isTroubled = true;
  readonly #slowness = new Set<Slowness>();
  #finish: () => void = () => undefined;

  constructor(plan: Schedule, folder: string) {
    this.#plan = plan;
    this.#random = seededRandom(plan.seed);
    this.#world = startInProcessCloud(this.#clock, cloudTopology(plan.holder));
    const configPath = join(folder, 'config.yaml');
    writeFileSync(configPath, configFile(plan));
    const shared = {
      configPath,
      checkedIp: plan.hasVip ? followed[1] : undefined,
      deadlineMs: plan.deadlineMs,
      clock: this.#clock,
      random: this.#random,
      world: this.#world,
      isTroubled: () => this.#isTroubled,
    };
    const wire = createWire({ ...shared, slowness: () => [...this.#slowness] });
    this.#nodes = nodeIds.slice(0, plan.nodes).map((id) => {
      const own = join(folder, String(id));
      mkdirSync(own);
      return new SimulatedNode({ ...shared, wire, id, folder: own });
    });
  }

  async live(): Promise<Chronicle> {
    const over = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    let atMs = 0;
    for (const { gapMs, what } of this.#plan.steps) {
      atMs += gapMs;
      // Never at the very moment of a look, so that it is clear which came first.
      this.#clock.after(atMs + 0.377, () => this.#play(what));
    }
    this.#clock.after(atMs + this.#plan.restMs + 1, () => this.#calmDown());
    this.#clock.after(this.#plan.cronAtMs, () => this.#runCron());
    await this.#clock.run(over);
    const nodes = this.#nodes;
    return {
      world: this.#world,
      nodes,
      hands: this.#hands,
      master: this.#nodeAt(this.#plan.master),
      deadlineMs: this.#plan.deadlineMs,
      endedAtMs: this.#clock.now(),
      calmFromMs: this.#calmFromMs,
    };
  }

  #play(what: What): void {
    const { faults } = this.#world.cloud;
    switch (what.type) {
      case 'role': {
        const node = this.#nodeAt(what.node);
        if (node.role !== what.role) node.become(what.role, what.fates);
        return;
      }
      case 'failover':
        this.#failOver(what);
        return;
      case 'lower priority':
        for (const [index, fate] of what.fates.entries()) {
          this.#clock.after(index * what.everyMs, () => this.#nodeAt(what.node).assert(fate));
        }
        return;
      case 'split brain':
        this.#splitBrain(what);
        return;
      case 'hand':
        this.#interfere(what);
        return;
      case 'trouble':
        faults.add(what.rule);
        return;
      case 'slow network':
        this.#slowDown(what);
        return;
      default:
        this.#strike(what);
    }
  }

  #strike(what: Extract<What, { type: 'reboot' | 'keepalived killed' | 'freeze' }>): void {
    const node = this.#nodeAt(what.node);
    if (what.type === 'reboot') node.reboot();
    else if (what.type === 'freeze') node.freeze(what.ms);
    else node.killKeepalived();
  }

  #interfere({ address, deed }: Extract<What, { type: 'hand' }>): void {
    const { digitalocean: state } = this.#world.cloud;
    const ip = followed[address] ?? '';
    const reserved = state.reservedIps.get(ip);
    if (reserved !== undefined) interfere(deed, reserved, state);
    this.#hands.push({ atMs: this.#clock.now(), ip });
  }

  #slowDown({ phase, ms, forMs }: Extract<What, { type: 'slow network' }>): void {
    const slowness = { phase, ms };
    this.#slowness.add(slowness);
    this.#clock.after(forMs, () => this.#slowness.delete(slowness));
  }

  #failOver({ node, notMaster, spreadMs, fates }: Extract<What, { type: 'failover' }>): void {
    for (const [index, one] of this.#nodes.entries()) {
      const role = one === this.#nodeAt(node) ? 'MASTER' : notMaster;
      this.#clock.after(spreadMs[index] ?? 0, () => {
        if (this.#isTroubled && one.role !== role) one.become(role, fates[index] ?? []);
      });
    }
  }

  #splitBrain({ node, fates, adverts, everyMs }: Extract<What, { type: 'split brain' }>): void {
    const one = this.#nodeAt(node);
    if (one.role !== 'MASTER') one.become('MASTER', fates);
    for (const [index, fate] of adverts.entries()) {
      this.#clock.after((index + 1) * everyMs, () => {
        if (this.#isTroubled) for (const each of this.#nodes) each.assert(fate);
      });
    }
  }

  /** Nothing breaks any more, and the roles are as they will stay. */
  #calmDown(): void {
    this.#isTroubled = false;
    this.#world.cloud.faults.clear();
    this.#slowness.clear();
    const { master, others } = this.#plan;
    for (const [index, node] of this.#nodes.entries()) {
      const role = node === this.#nodeAt(master) ? 'MASTER' : (others[index] ?? 'BACKUP');
      // A keepalived that never comes up after a reboot says nothing.
      const isDown = node.role === null && role !== 'MASTER' && role !== 'BACKUP';
      const isSilent = isDown && !node.isMisleading();
      if (!isSilent && !node.hasHeard(role))
        node.become(role, [{ delayMs: this.#random() * 1000 }]);
    }
    this.#calmFromMs = this.#clock.now() + leftoversMs;
    this.#clock.after(leftoversMs + healedWithinMs, this.#finish);
  }

  #runCron(): void {
    for (const node of this.#nodes) node.reconcile(this.#fateOfCron());
    this.#clock.after(intervalMs, () => this.#runCron());
    if (this.#clock.now() < this.#calmFromMs || !this.#isWell()) return;
    // One more round of cron has nothing to do, and does nothing.
    this.#clock.after(intervalMs / 2, () => {
      const isRunning = this.#nodes.some(({ processes }) => processes.some((one) => !one.isDead()));
      if (this.#isWell() && !isRunning) this.#finish();
    });
  }

  #fateOfCron(): Fate {
    const delayMs = this.#random() * cronJitterMs;
    if (this.#random() > 0.1) return { delayMs };
    const afterCalls = 1 + Math.floor(this.#random() * 20);
    return { delayMs, end: { how: 'killed', afterCalls } };
  }

  #isWell(): boolean {
    const { id } = this.#nodeAt(this.#plan.master);
    const { digitalocean: state } = this.#world.cloud;
    state.settle();
    return followed.every((ip) => state.reservedIps.get(ip)?.droplet === id);
  }

  #nodeAt(index: number): SimulatedNode {
    const node = this.#nodes[index % this.#nodes.length];
    if (node === undefined) throw new Error('There are no nodes');
    return node;
  }
}
