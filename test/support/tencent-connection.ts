import { setMaxListeners } from 'node:events';

import { Secret } from '../../src/lib/secret.ts';
import { isFailure } from '../../src/ports/failure.ts';
import type { Failure } from '../../src/ports/failure.ts';
import type { Connection, Tools } from '../../src/providers/connection.ts';
import type { EipAddress } from '../../src/providers/tencent/address.ts';
import { connect } from '../../src/providers/tencent/connect.ts';
import type { TencentSettings } from '../../src/providers/tencent/connect.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeHost } from './fake-host.ts';
import { startInProcessCloud } from './in-process-cloud.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { tencentTopology } from './tencent-topology.ts';
import { secretId, secretKey } from './token.ts';

export interface ConnectionScene {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  readonly connection: Connection;
  /** Reads the owner of an EIP: the node, nobody, or why that is not known. */
  owner(id?: string): Promise<string | null | Failure>;
  /** The actions that were asked for, in their order. */
  actions(): string[];
  /** How often the metadata service was asked for credentials. */
  fetches(): number;
}

export interface ConnectionOptions {
  readonly topology?: string;
  readonly settings?: Partial<TencentSettings>;
  readonly tools?: (clock: FakeClock, world: InProcessCloud) => Partial<Tools>;
}

export const keyPair = {
  secretId: new Secret(secretId),
  secretKey: new Secret(secretKey),
  token: undefined,
};

const noCache = { get: () => undefined, set: () => {} };

/** Tencent Cloud as instance ins-bbbbbbbb sees it, without the command line before it. */
export function connectTencent(options: ConnectionOptions = {}): ConnectionScene {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, options.topology ?? tencentTopology());
  const settings: TencentSettings = {
    keyPair,
    region: undefined,
    endpoint: world.tencent,
    metadata: world.metadata('ins-bbbbbbbb'),
    requestMs: 5000,
    ...options.settings,
  };
  const connection = connect(settings, {
    clock,
    random: () => 0.5,
    cache: noCache,
    host: fakeHost({ ticks: 1, pid: 1 }),
    adapter: world.adapter,
    ...options.tools?.(clock, world),
  });
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return {
    clock,
    world,
    connection,
    async owner(id = 'eip-11111111') {
      const address: EipAddress = { name: 'pub', cloud: 'tencent', kind: 'tencent-eip', id };
      const readings = await clock.run(connection.provider.read([address], signal));
      const reading = readings.get(address)!;
      if (isFailure(reading)) return reading;
      return reading.owner.state === 'held' ? reading.owner.node : null;
    },
    actions: () =>
      world.cloud.received.list().flatMap(({ headers }) => headers['x-tc-action'] ?? []),
    fetches: () =>
      world.cloud.received.list().filter(({ path }) => path.endsWith('/security-credentials/'))
        .length,
  };
}
