import type { EventOrder } from '../../src/core/vrrp.ts';
import type { Clouds } from '../../src/providers/clouds.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeHost } from './fake-host.ts';
import { startInProcessCloud } from './in-process-cloud.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { runMain } from './run-main.ts';
import type { MainOptions, MainRun } from './run-main.ts';
import { temporaryFile, temporaryFolder } from './temporary.ts';

export interface KeepalivedHostOptions {
  /** The node that the host is; without it, Droplet 222. */
  readonly node?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Other clouds than those that there are, anew for each process. */
  readonly clouds?: (() => Clouds) | undefined;
  /** What becomes of a gratuitous ARP. */
  readonly announce?: (world: InProcessCloud, ip: string) => void;
  /** Why no IP can be put on an interface, or taken from one. */
  readonly refuseIps?: string;
}

/** A host with keepalived on it: its processes share folders, and are started one after the other. */
export interface KeepalivedHost {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  /** What is on the interfaces. */
  readonly ips: Set<string>;
  /** The processes that were killed, by id. */
  readonly dead: Set<number>;
  readonly stateFolder: string;
  readonly runtimeFolder: string;
  /** When the next process will be started. */
  next: EventOrder;
  /** Runs a command line. */
  run(line: string, options?: Pick<MainOptions, 'signal' | 'terminal'>): Promise<MainRun>;
}

const config = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10', follow: VI_2 }
`;

export function keepalivedHost(
  text: string = config,
  topology?: string,
  options: KeepalivedHostOptions = {},
): KeepalivedHost {
  const { node = '222', announce, clouds, refuseIps } = options;
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, topology);
  const [ips, dead] = [new Set<string>(), new Set<number>()];
  const [runtimeFolder, stateFolder] = [temporaryFolder(), temporaryFolder()];
  const env = {
    FLOATIP_CONFIG: temporaryFile('config.yaml', text),
    FLOATIP_RUNTIME_DIR: runtimeFolder,
    FLOATIP_STATE_DIR: stateFolder,
    ...options.env,
  };
  const announced = async (ip: string): Promise<void> => announce?.(world, ip);
  const host: KeepalivedHost = {
    clock,
    world,
    ips,
    dead,
    stateFolder,
    runtimeFolder,
    next: { ticks: 100, pid: 1000 },
    async run(line, given = {}) {
      const start = host.next;
      host.next = { ticks: start.ticks + 1, pid: start.pid + 1 };
      const process = fakeHost(start, {
        dead,
        ips,
        announce: announced,
        ...(refuseIps === undefined ? {} : { refuseIps }),
      });
      const others = clouds === undefined ? {} : { clouds: clouds() };
      const main = { clock, world, node, env, host: process, ...others, ...given };
      return await runMain(line.split(' '), main);
    },
  };
  return host;
}

/** The methods and paths of the requests that changed something, or were meant to. */
export function writesTo({ cloud }: InProcessCloud): readonly string[] {
  const posts = cloud.received.list().filter(({ method }) => method === 'POST');
  return posts.map(({ path, body }) => `${path} ${body}`);
}
