import type { LabCloud } from '../lab-cloud.ts';
import type { HostName } from '../layout.ts';
import { hostPlan } from '../layout.ts';
import { monotonicMs } from '../monotonic.ts';
import type { Pulse } from '../pulse.ts';
import type { Asked, DatabaseClient } from './client.ts';
import type { PatroniHost } from './host.ts';
import { patroniScenario } from './scenario.ts';

export interface PatroniLab {
  readonly hosts: readonly PatroniHost[];
  readonly cloud: LabCloud;
  readonly client: DatabaseClient;
  readonly pulse: Pulse;
}

/** A way in which another host becomes primary. */
export interface Change {
  readonly name: string;
  readonly title: string;
  act(from: PatroniHost, to: PatroniHost): Promise<void>;
}

export const changes: readonly Change[] = [
  {
    name: 'switchover',
    title: 'patronictl switchover',
    act: async (from, { name }) => await from.switchTo(name),
  },
  {
    name: 'kill',
    title: 'pg_ctl kill QUIT of the primary',
    act: async (from) => await from.killPostgres(),
  },
];

export interface PatroniRound {
  readonly from: string;
  readonly to: string;
  /** From the last write that the old primary took, to the first that the new one took. */
  readonly gapMs: number;
  /** From when Patroni called the new one primary until the client had its first write taken there. */
  readonly afterPatroniMs: number;
  /** How often the client was answered by somebody who was not primary. */
  readonly standbys: number;
}

const patienceMs = 120_000;

/** Throws where the client does not get to the new primary. */
export async function runPatroniRound(lab: PatroniLab, change: Change): Promise<PatroniRound> {
  const [from, to] = await untilReady(lab);
  lab.client.forget();
  let saidMs: number | undefined;
  const looking = setInterval(
    () => void isPrimary(to.name).then((is) => (saidMs ??= is ? monotonicMs() : undefined)),
    20,
  );
  try {
    await change.act(from, to);
    const what = `the client writes to ${to.name} through the floating IP`;
    const has = ({ by, isPrimary: took }: Asked): boolean => took && by === to.name;
    await lab.pulse.until(() => saidMs !== undefined && lab.client.asked.some(has), {
      what,
      withinMs: patienceMs,
      lookEveryMs: 50,
    });
  } finally {
    clearInterval(looking);
  }
  await untilReady(lab);
  return roundOf(lab.client.asked, { from: from.name, to: to.name, saidMs: saidMs ?? 0 });
}

interface Passage {
  readonly from: string;
  readonly to: string;
  readonly saidMs: number;
}

function roundOf(asked: readonly Asked[], { from, to, saidMs }: Passage): PatroniRound {
  const writes = asked.filter(({ isPrimary: took }) => took);
  const first = writes.findIndex(({ by }) => by === to);
  const at = (index: number): number => writes[index]?.beganMs ?? 0;
  const back = writes.slice(first).find(({ by }) => by !== to);
  if (back !== undefined) throw new Error(`${back.by} took a write after ${to} had taken one`);
  return {
    from,
    to,
    gapMs: at(first) - at(first - 1),
    afterPatroniMs: at(first) - saidMs,
    standbys: asked.filter(({ by, isPrimary: took }) => by !== undefined && !took).length,
  };
}

/** One primary, a standby that follows it, and the client writing to the primary. Returns the two. */
async function untilReady(lab: PatroniLab): Promise<readonly [PatroniHost, PatroniHost]> {
  const { hosts, cloud, client, pulse } = lab;
  const [address] = patroniScenario.addresses;
  let roles: readonly (string | undefined)[] = [];
  const looking = setInterval(
    () => void Promise.all(hosts.map(({ name }) => roleOf(name))).then((now) => (roles = now)),
    100,
  );
  const isReady = (): boolean => {
    const primary = hosts[roles.indexOf('primary')];
    const latest = client.asked.at(-1);
    return (
      roles.includes('standby') &&
      primary !== undefined &&
      address !== undefined &&
      cloud.owner(address) === primary.name &&
      latest?.isPrimary === true &&
      latest.by === primary.name
    );
  };
  try {
    const what = 'one primary, one standby that follows, and the client with the primary';
    await pulse.until(isReady, { what, withinMs: patienceMs, lookEveryMs: 50 });
  } finally {
    clearInterval(looking);
  }
  const primary = hosts[roles.indexOf('primary')];
  const standby = hosts[roles.indexOf('standby')];
  if (primary === undefined || standby === undefined) throw new Error('There are not two of them');
  return [primary, standby];
}

async function isPrimary(name: HostName): Promise<boolean> {
  return (await statusOf(name, 'primary')) === 200;
}

/** A standby counts once it can be switched to. */
async function roleOf(name: HostName): Promise<string | undefined> {
  if (await isPrimary(name)) return 'primary';
  return (await statusOf(name, 'replica?lag=1MB')) === 200 ? 'standby' : undefined;
}

async function statusOf(name: HostName, page: string): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(1000);
    return (await fetch(`http://${hostPlan(name).ip}:8008/${page}`, { signal })).status;
  } catch {
    return undefined;
  }
}
