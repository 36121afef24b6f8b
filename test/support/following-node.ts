import type { Address } from '../../src/core/address.ts';
import type { EventState, EventOrder } from '../../src/core/vrrp.ts';
import type { LocalState } from '../../src/takeover/local-state.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeHost } from './fake-host.ts';
import { startInProcessCloud } from './in-process-cloud.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { localStateIn } from './local-state.ts';
import { runMain } from './run-main.ts';
import type { MainRun, MainWorld } from './run-main.ts';
import { temporaryFile, temporaryFolder } from './temporary.ts';

const ip = '203.0.113.10';
const config = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10', follow: VI_1, vip: 10.0.4.99 }
`;

/** Droplet 222, which keepalived talks to. The second address has a `vip` that never shows. */
export class FollowingNode {
  readonly web: Address = {
    name: 'web',
    cloud: 'digitalocean',
    kind: 'digitalocean-reserved-ip',
    ip,
    follow: 'VI_1',
  };
  readonly clock = new FakeClock();
  readonly world: InProcessCloud = startInProcessCloud(this.clock);
  readonly runtimeFolder = temporaryFolder();
  readonly #env = {
    FLOATIP_CONFIG: temporaryFile('config.yaml', config),
    FLOATIP_RUNTIME_DIR: this.runtimeFolder,
    FLOATIP_STATE_DIR: temporaryFolder(),
  };

  get local(): LocalState {
    return localStateIn(this.runtimeFolder, fakeHost({ ticks: 0, pid: 0 }));
  }

  /** What another process of this host is told. */
  record(state: EventState, order: EventOrder): void {
    this.local.events.record({ scope: 'INSTANCE', name: 'VI_1', state, priority: null, order });
  }

  /** Somebody puts the address somewhere. */
  place(droplet: number): void {
    const { digitalocean } = this.world.cloud;
    const reserved = digitalocean.reservedIps.get(ip);
    if (reserved !== undefined) digitalocean.place(reserved, droplet);
  }

  async hear(state: EventState, rest: Partial<MainWorld> = {}): Promise<MainRun> {
    return await this.run(['notify', '--instance', 'VI_1', '--state', state], rest);
  }

  /** Runs a command as a process that the kernel started after 100 ticks. */
  async run(args: readonly string[], rest: Partial<MainWorld> = {}): Promise<MainRun> {
    const { clock, world } = this;
    const host = fakeHost({ ticks: 100, pid: 1 });
    return await runMain([...args, '--json'], { clock, world, env: this.#env, host, ...rest });
  }

  /** How many writes the cloud got for the address. */
  get posts(): number {
    const { received } = this.world.cloud;
    return received.list().filter(({ method, path }) => method === 'POST' && path.includes(ip))
      .length;
  }
}
