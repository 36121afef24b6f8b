import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Crew } from '../../test/lab/crew.ts';
import { ip } from '../../test/lab/ip.ts';
import { monotonicMs } from '../../test/lab/monotonic.ts';
import type { Pulse } from '../../test/lab/pulse.ts';
import { addressOf, configOf, sides } from './config.ts';
import type { Side } from './config.ts';
import type { Variant } from './variants.ts';

/** Two hosts with keepalived, the first of which is to be MASTER. */
export interface Pair {
  readonly variant: Variant;
  /** The ends of their cables, in the namespace of the bench. */
  readonly cables: readonly [string, string];
  /** When the second host became MASTER; of `monotonicMs`. */
  readonly takenAtMs: readonly number[];
  /** How often the kernel has killed a process of keepalived for taking too much of a core. */
  deaths(): number;
  pull(): void;
  plug(): void;
  /** Stops the first host's keepalived as a hypervisor does a machine, and lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Resolves once the first host is MASTER and the second one waits for it to be gone. */
  settled(): Promise<void>;
  /** Resolves once the first host knows that its cable is pulled. */
  cut(): Promise<void>;
  /** Resolves once the second host has become MASTER more often than so. */
  taken(times: number): Promise<void>;
  /** CPU time that both have had. Milliseconds. */
  cpuMs(): number;
}

export interface Ground {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly folder: string;
}

/** The first host may only be told to assert itself. */
const roles: ReadonlySet<string> = new Set(['MASTER', 'BACKUP', 'FAULT']);

/** Builds and starts a pair; ends with the crew. */
export function openPair(variant: Variant, index: number, ground: Ground): Pair {
  const { crew, pulse, folder } = ground;
  const states = new Map<string, string>();
  const takenAtMs: number[] = [];
  let deaths = 0;
  const hear = (line: string): void => {
    if (/(?:VRRP|BFD) child process.* died/.test(line)) deaths += 1;
  };
  const cables = [`a${index}`, `b${index}`] as const;
  ip(['-batch', '-'], [`link add br${index} type bridge`, `link set br${index} up`]);
  for (const side of sides) {
    const namespace = `${side}${index}`;
    const own = join(folder, `${side}${index}`);
    mkdirSync(own);
    buildHost({ namespace, side, index });
    writeFileSync(join(own, 'keepalived.conf'), configOf(variant, { side, folder: own }));
    const onLine = (line: string): void => {
      const [, , state = ''] = line.split(' ');
      if (side === 'b' && state === 'MASTER') takenAtMs.push(monotonicMs());
      if (roles.has(state)) states.set(side, state);
      pulse.beat();
    };
    execFileSync('mkfifo', [`${own}/fifo`]);
    crew.start(['cat', `${own}/fifo`], { onLine });
    crew.start(commandIn(own), { namespace, onLine: hear });
  }
  // What keeps watch is FAULT for as long as BFD hears the other host.
  const atRest = variant.bfd?.weight === 0 ? 'FAULT' : 'BACKUP';
  const files = variant.bfd === undefined ? ['vrrp.pid'] : ['vrrp.pid', 'bfd.pid'];
  const pids = (side: string): readonly number[] =>
    files.map((file) => Number(readFileSync(join(folder, `${side}${index}`, file), 'utf8')));
  return {
    variant,
    cables,
    takenAtMs,
    deaths: () => deaths,
    pull: () => void ip(['link', 'set', cables[0], 'down']),
    plug: () => void ip(['link', 'set', cables[0], 'up']),
    signal(signal) {
      for (const pid of pids('a')) process.kill(pid, signal);
    },
    async settled() {
      const isSettled = (): boolean => states.get('a') === 'MASTER' && states.get('b') === atRest;
      try {
        await pulse.until(isSettled, { what: `${variant.name} settles`, withinMs: 60_000 });
      } catch (error) {
        throw new Error(`They are ${[...states.values()].join(' and ')}`, { cause: error });
      }
    },
    async cut() {
      const what = `${variant.name} notices its own cable`;
      try {
        await pulse.until(() => states.get('a') === 'FAULT', { what, withinMs: 1000 });
      } catch (error) {
        // One that was started anew meanwhile begins with that state, and tells nobody.
        if (deaths === 0) throw error;
      }
    },
    async taken(times) {
      const what = `${variant.name} fails over`;
      await pulse.until(() => takenAtMs.length > times, { what, withinMs: 60_000 });
    },
    cpuMs() {
      let sum = 0;
      for (const pid of sides.flatMap(pids)) sum += cpuMsOf(pid);
      return sum;
    },
  };
}

interface HostPlan {
  readonly namespace: string;
  readonly side: Side;
  readonly index: number;
}

function buildHost({ namespace, side, index }: HostPlan): void {
  ip(['netns', 'add', namespace]);
  ip(
    ['-batch', '-'],
    [
      `link add ${side}${index} type veth peer name eth0 netns ${namespace}`,
      `link set ${side}${index} master br${index} up`,
    ],
  );
  const lines = [
    'link set lo up',
    `address add ${addressOf(side)}/24 dev eth0`,
    'link set eth0 up',
  ];
  ip(['-n', namespace, '-batch', '-'], lines);
}

function commandIn(folder: string): readonly string[] {
  const files = {
    '--use-file': 'keepalived.conf',
    '--pid': 'pid',
    '--vrrp_pid': 'vrrp.pid',
    '--bfd_pid': 'bfd.pid',
  };
  const paths = Object.entries(files).flatMap(([option, file]) => [option, join(folder, file)]);
  // Not the checkers: --vrrp leaves BFD be.
  return ['keepalived', '--dont-fork', '--log-console', '--vrrp', ...paths];
}

/** The kernel counts in hundredths of a second, see proc_pid_stat(5). */
const tickMs = 10;

function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}
