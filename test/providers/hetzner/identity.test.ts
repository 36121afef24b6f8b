import { describe, expect, it } from 'vitest';

import { createHttp } from '../../../src/lib/http/http.ts';
import type { Introduction } from '../../../src/ports/identity.ts';
import { createIdentity } from '../../../src/providers/hetzner/identity.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { hetznerTopology } from '../../support/hetzner-host.ts';
import { startInProcessCloud } from '../../support/in-process-cloud.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';

const root = '/hetzner/v1/metadata';
const service = 'hetzner-metadata';
const own = 'http://169.254.169.254';

interface Scene {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  introduce(): Promise<Introduction>;
}

interface SceneOptions {
  readonly serial?: string;
  readonly vendor?: string;
  /** Where it looks for the metadata service. */
  readonly at?: string;
}

/** Server 22222, with a firmware that may say something else. */
function sceneWith({ serial = '', vendor = 'Hetzner', at }: SceneOptions = {}): Scene {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, hetznerTopology);
  const { signal } = new AbortController();
  const facts = new Map<string, unknown>();
  const identity = createIdentity({
    metadata: at ?? 'http://metadata-22222.test',
    http: createHttp({
      clock,
      proxy: 'never',
      adapter: (config, attempt) =>
        world.adapter(
          Object.assign(config, { url: config.url?.replace(own, 'http://metadata-22222.test') }),
          attempt,
        ),
    }),
    clock,
    random: () => 0.5,
    cache: { get: (key) => facts.get(key), set: (key, value) => void facts.set(key, value) },
    firmware: () => ({ vendor, serial }),
  });
  return { clock, world, introduce: () => clock.run(identity.introduce(signal)) };
}

describe('a server of Hetzner', () => {
  it('is told who it is by one document', async () => {
    const { introduce, world } = sceneWith();
    expect((await introduce()).self).toEqual({
      provider: 'hetzner',
      node: '22222',
      region: 'eu-central',
    });
    expect(world.cloud.received.list().map(({ path }) => path)).toEqual([root]);
  });

  it.each([
    ['is not there', { type: 'status', status: 404 }],
    ['is empty', { type: 'status', status: 204 }],
    ['says nothing of it', { type: 'status', status: 200, body: 'hostname: lb2\n' }],
    [
      'says so of something inside',
      { type: 'status', status: 200, body: 'vendor_data: |\n  instance-id: 11111\n' },
    ],
  ] as const)('is told by a line where the document %s', async (_what, fault) => {
    const { introduce, world } = sceneWith();
    world.cloud.faults.add({ match: { service, path: root }, times: 0, fault });
    // Nobody has to know where it is.
    expect((await introduce()).self).toEqual({ provider: 'hetzner', node: '22222', region: '' });
    const paths = world.cloud.received.list().map(({ path }) => path);
    expect(paths).toEqual([root, `${root}/instance-id`]);
  });

  it('may be told its id in quotes, and only the zone', async () => {
    const { introduce, world } = sceneWith();
    const body = 'availability-zone: "fsn1-dc14"\ninstance-id: "22222"\npublic-keys: []\n';
    world.cloud.faults.add({ match: { service }, fault: { type: 'status', status: 200, body } });
    expect((await introduce()).self).toEqual({
      provider: 'hetzner',
      node: '22222',
      region: 'fsn1-dc14',
    });
  });

  it.each([
    ['hangs', { type: 'hang' }],
    ['says nothing', { type: 'status', status: 204 }],
    ['is something else', { type: 'html', status: 200 }],
  ] as const)('is known by its firmware where the metadata service %s', async (_what, fault) => {
    const { introduce, world, clock } = sceneWith({ serial: '22222' });
    world.cloud.faults.add({ match: { service }, times: 0, fault });
    expect((await introduce()).self.node).toBe('22222');
    expect(clock.now()).toBeLessThan(600);
  });

  it.each([
    ['is not Hetzner’s', { vendor: 'QEMU', serial: '22222' }],
    ['says no id', { serial: 'None' }],
    ['says nothing to this user', { serial: '' }],
  ])('is not known by a firmware that %s', async (_what, options) => {
    const { introduce, world } = sceneWith(options);
    world.cloud.faults.add({ match: { service }, times: 0, fault: { type: 'reset' } });
    await expect(introduce()).rejects.toMatchObject({
      class: 'config',
      message: expect.stringContaining('No metadata of a cloud server from'),
    });
  });

  it('is in doubt where both witnesses speak and do not agree', async () => {
    await expect(sceneWith({ serial: '11111', at: own }).introduce()).rejects.toMatchObject({
      class: 'config',
      message:
        'The metadata service says that this is server 22222, and the firmware that it is server 11111',
    });
    expect((await sceneWith({ serial: '22222', at: own }).introduce()).self.node).toBe('22222');
  });

  it('may be another one for a metadata service that the operator has named', async () => {
    expect((await sceneWith({ serial: '11111' }).introduce()).self.node).toBe('22222');
  });
});
