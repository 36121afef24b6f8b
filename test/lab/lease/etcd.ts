import { etcdArguments } from '../../support/etcd-arguments.ts';
import type { Crew, Member } from '../crew.ts';
import { hostPlan, namespaceOf } from '../layout.ts';
import type { HostName } from '../layout.ts';
import type { Pulse } from '../pulse.ts';
import type { Disk } from './disk.ts';

/** A member of etcd, on a host of its own. */
interface LabMember {
  readonly name: HostName;
  readonly endpoint: string;
  start(): void;
  kill(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** What it writes from now on is not written before the disk thaws. */
  readonly disk: Disk;
}

/** Real members of etcd that agree with each other. */
export interface LabEtcd {
  readonly members: readonly LabMember[];
  member(name: HostName): LabMember;
  /** Resolves once all of them follow one leader. */
  untilWhole(): Promise<void>;
  /** The host of the member that leads, by what most of them say. */
  leader(): Promise<HostName | undefined>;
  /** Has the member of a host lead the others. Throws where it does not in time. */
  lead(name: HostName): Promise<void>;
}

export interface LabEtcdOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly labId: string;
  readonly hosts: readonly HostName[];
  /** Where the member of a host keeps what it knows. */
  readonly diskOf: (name: HostName) => Disk;
}

const patienceMs = 30_000;

export function createLabEtcd(options: LabEtcdOptions): LabEtcd {
  const { hosts, pulse } = options;
  const members = hosts.map((name) => createMember(name, options));
  const leader = async (): Promise<HostName | undefined> => leaderOf(await statesOf(members));
  let isAsDesired = false;
  const until = async (what: string, look: () => Promise<boolean>): Promise<void> => {
    isAsDesired = false;
    const looking = setInterval(() => void look().then((is) => (isAsDesired ||= is)), 100);
    try {
      await pulse.until(() => isAsDesired, { what, withinMs: patienceMs, lookEveryMs: 20 });
    } finally {
      clearInterval(looking);
    }
  };
  return {
    members,
    member(name) {
      const found = members.find((one) => one.name === name);
      if (found === undefined) throw new Error(`There is no member of etcd on ${name}`);
      return found;
    },
    untilWhole: () =>
      until('all members of etcd follow one leader', async () => isWhole(await statesOf(members))),
    leader,
    async lead(name) {
      await until(`etcd is led by ${name}`, async () => {
        const states = await statesOf(members);
        const current = leaderOf(states);
        const target = states.find((one) => one.name === name)?.state?.header.member_id;
        const from = members.find((one) => one.name === current);
        if (current === name) return true;
        if (from !== undefined && target !== undefined) {
          await post(`${from.endpoint}/v3/maintenance/transfer-leadership`, { targetID: target });
        }
        return false;
      });
    },
  };
}

function createMember(name: HostName, { crew, labId, hosts, diskOf }: LabEtcdOptions): LabMember {
  const at = (one: HostName, port: number): string => `http://${hostPlan(one).ip}:${port}`;
  const disk = diskOf(name);
  const plan = {
    name,
    folder: disk.folder,
    peer: at(name, 2380),
    endpoint: at(name, 2379),
    cluster: hosts.map((one) => `${one}=${at(one, 2380)}`).join(','),
  };
  let running: Member | undefined;
  return {
    name,
    endpoint: plan.endpoint,
    disk,
    start() {
      if (running?.isRunning() === true) return;
      // As Debian has it: a beat of 100 ms, an election after a second, and every write on the disk.
      const command = ['etcd', ...etcdArguments(plan, {})];
      running = crew.start(command, { namespace: namespaceOf(labId, name) });
    },
    kill: async () => await running?.kill(),
    freeze: () => void running?.child.kill('SIGSTOP'),
    thaw: () => void running?.child.kill('SIGCONT'),
  };
}

interface State {
  readonly header: { readonly member_id: string };
  readonly leader?: string;
}

interface MemberState {
  readonly name: HostName;
  /** Nothing where it does not answer. */
  readonly state: State | undefined;
}

async function statesOf(members: readonly LabMember[]): Promise<readonly MemberState[]> {
  return await Promise.all(
    members.map(async ({ name, endpoint }) => ({
      name,
      state: (await post(`${endpoint}/v3/maintenance/status`, {})) as State | undefined,
    })),
  );
}

function leaderOf(states: readonly MemberState[]): HostName | undefined {
  const said = states.map(({ state }) => state?.leader);
  const chosen = said.find(
    (one) => one !== undefined && said.filter((other) => other === one).length > said.length / 2,
  );
  return states.find(({ state }) => state?.header.member_id === chosen)?.name;
}

function isWhole(states: readonly MemberState[]): boolean {
  const leaders = new Set(states.map(({ state }) => state?.leader));
  return leaders.size === 1 && leaderOf(states) !== undefined;
}

async function post(url: string, body: object): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(1000);
    const reply = await fetch(url, { method: 'POST', body: JSON.stringify(body), signal });
    return reply.status === 200 ? await reply.json() : undefined;
  } catch {
    return undefined;
  }
}
