import { ElectionJudge } from './election-judge.ts';
import type { Lived } from './election-judge.ts';
import { EmulatedEtcd } from './emulated-etcd.ts';
import { Participant } from './participant.ts';
import type { Trouble } from './participant.ts';
import type { Way } from './road.ts';
import { WorldClock } from './world-clock.ts';

export interface Schedule {
  /** The leases: one, or the parts of one that is spread over the hosts. */
  readonly leases: readonly string[];
  /** Whether the first host has a lease of its own for each part, as an older floatip has. */
  readonly isFirstOld: boolean;
  /** Whether holders go on by the word of their peers. */
  readonly isFailsafe: boolean;
  /** How fast the clock of each host runs. */
  readonly rates: readonly number[];
  readonly prefers: readonly number[];
  readonly troubles: readonly Trouble[];
  /** What becomes of each request in turn, for ever: how long it takes there and back, and whether it is lost. */
  readonly network: readonly Way[];
}

export const troubledMs = 14_000;
const calmMs = 12_000;

/** Lives through a schedule. */
export async function live(schedule: Schedule): Promise<Lived> {
  const { leases, isFailsafe } = schedule;
  const world = new WorldClock();
  const etcd = new EmulatedEtcd(world);
  const network = { ways: schedule.network, sent: 0, awayUntil: -Infinity };
  const hosts: readonly Participant[] = schedule.rates.map((rate, index) => {
    const prefer = schedule.prefers[index] ?? 100;
    return new Participant(`lb${index}`, {
      world,
      etcd,
      rate,
      network,
      leases,
      isFailsafe,
      isOld: schedule.isFirstOld && index === 0,
      prefer,
      others: () => hosts.filter((_, at) => at !== index),
      onWrite: (lease, write) => judge.noteWrite(lease, write),
      onBug: (error) => judge.noteWrong(`bug: ${String(error)}`),
    });
  });
  const judge = new ElectionJudge({ world, etcd, hosts, leases, isFailsafe });
  const look = (): void => judge.look();
  for (const host of hosts) host.join();
  for (const trouble of schedule.troubles) {
    // Whoever may write then, does.
    const isForAll = trouble.what === 'write';
    const befallen = hosts.filter((_, at) => isForAll || at === trouble.host % hosts.length);
    world.after(trouble.at, () => befallen.forEach((host) => host.suffer(trouble)));
  }
  await world.runUntil(troubledMs, look);
  network.ways = [];
  await world.runUntil(troubledMs + calmMs, look);
  judge.lookAtEnd();
  const leaving = hosts.map((host) => host.leave());
  await world.runUntil(troubledMs + calmMs + 5000, look);
  await Promise.all(leaving);
  return judge.lived();
}
