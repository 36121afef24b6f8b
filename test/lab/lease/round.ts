import { longestGapMs } from '../answers.ts';
import { monotonicMs } from '../monotonic.ts';
import type { LeaseDrill, Scene } from './drills.ts';
import { outOfTurn } from './judge.ts';
import type { LeaseLab } from './lab.ts';
import { measurePressure } from './pressure.ts';

/** What one round has shown. */
export interface LeaseRound {
  /** From the trouble to the first request to the cloud, where the address went to another host. */
  readonly tookMs: number | undefined;
  /** From the trouble until nobody had the lease, and until another one had it. */
  readonly freeMs: number | undefined;
  readonly electedMs: number | undefined;
  /** The longest time for which the client got no answer. */
  readonly gapMs: number;
  readonly writes: number;
  /** For which share of the time somebody waited for a core of this machine, while it was on its way. */
  readonly pressure: number;
  readonly from: string;
  readonly to: string;
}

/** What a busy machine may take on top of what is promised. */
const patienceMs = 20_000;

/** Throws where the address is not with who has the lease, or somebody else has written. */
export async function runLeaseRound(lab: LeaseLab, drill: LeaseDrill): Promise<LeaseRound> {
  await untilReady(lab);
  const scene = sceneOf(lab);
  await drill.prepare?.(scene);
  const from = scene.holder.name;
  const ip = '203.0.113.10';
  lab.client.forgetBefore(monotonicMs() - 100);
  const [wallMs, beganMs] = [performance.timeOrigin + performance.now(), monotonicMs()];
  const pressureOf = measurePressure();
  await drill.strike(scene);
  if (drill.goesTo === 'another one') {
    await lab.pulse.until(() => isRight(lab) && lab.owner() !== from, {
      what: `the address of ${from} goes to another host`,
      withinMs: 3 * lab.ttlMs + patienceMs,
    });
  }
  const pressure = pressureOf();
  await lab.pulse.sleep(drill.holdMs(lab));
  const whileItLasts = lab.owner();
  await drill.mend(scene);
  await untilReady(lab);
  const to = lab.owner() ?? 'nobody';
  const gapMs = longestGapMs(lab.client.answers(ip));
  const offsetMs = beganMs - wallMs;
  const takings = lab.cloud.takings(wallMs).map(({ by, atMs }) => ({ by, atMs: atMs + offsetMs }));
  refuse(outOfTurn(takings, lab.observer.reigns), 'wrote without the lease');
  if (drill.mayMoveAtEnd !== true && to !== whileItLasts) {
    throw new Error(`The address went from ${whileItLasts} to ${to} as the trouble ended`);
  }
  if (drill.goesTo === 'nobody else' && whileItLasts !== from) {
    throw new Error(`The address went from ${from} to ${whileItLasts}, and should have stayed`);
  }
  const counts = { gapMs, pressure, writes: takings.length, from, to };
  if (drill.goesTo === 'nobody else') {
    return { ...counts, tookMs: undefined, freeMs: undefined, electedMs: undefined };
  }
  const since = lab.observer.reigns.filter(({ sinceMs }) => sinceMs >= beganMs);
  const after = (ms: number | undefined): number | undefined =>
    ms === undefined ? undefined : ms - beganMs;
  return {
    ...counts,
    // What the old holder was about to write came before.
    tookMs: after(takings.find(({ by }) => by !== from)?.atMs),
    freeMs: after(since.find(({ holder }) => holder === undefined)?.sinceMs),
    electedMs: after(since.find(({ holder }) => holder !== undefined)?.sinceMs),
  };
}

function refuse(wrong: readonly { by: string; atMs: number }[], what: string): void {
  if (wrong.length === 0) return;
  throw new Error(`${wrong.map(({ by }) => by).join(', ')} ${what}`);
}

function sceneOf(lab: LeaseLab): Scene {
  const holder = lab.host(lab.observer.holder());
  return { lab, holder, others: lab.hosts.filter((one) => one !== holder) };
}

/** Whether the cloud, the client and etcd agree on who it is. */
function isRight({ observer, owner, client }: LeaseLab): boolean {
  const holder = observer.holder();
  return holder !== undefined && owner() === holder && client.latest('203.0.113.10')?.by === holder;
}

/** All hosts take part, all members of etcd are there, and the address is where it belongs, for good. */
export async function untilReady(lab: LeaseLab): Promise<void> {
  await lab.etcd.untilWhole();
  const isReady = (): boolean => {
    const taking = new Set(
      lab.observer.candidates().filter((name) => name !== lab.observer.holder()),
    );
    // Who is stopped while it takes the address leaves the lease to its end: its request may be on its way.
    return isRight(lab) && sceneOf(lab).holder.hasSaid() && taking.size === lab.hosts.length - 1;
  };
  const what = 'the address is with who has the lease, and all hosts take part';
  await lab.pulse.until(isReady, { what, withinMs: 3 * lab.ttlMs + patienceMs });
}
