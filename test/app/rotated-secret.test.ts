import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { connectTo } from '../../src/app/connect.ts';
import type { Environment } from '../../src/config/environment.ts';
import type { Address } from '../../src/core/address.ts';
import type { Provider } from '../../src/ports/provider.ts';
import { createGate } from '../../src/takeover/gate.ts';
import { createRecheck } from '../../src/takeover/recheck.ts';
import { allClouds, loadConfig } from '../support/clouds.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { fakeHost } from '../support/fake-host.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { tencentTopology } from '../support/tencent-topology.ts';
import { secretId, secretKey, token } from '../support/token.ts';
import { apiRequests, holder, startWatching } from '../support/watching.ts';

const web: Address = {
  name: 'web',
  cloud: 'digitalocean',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.10',
};
const pub: Address = { name: 'pub', cloud: 'tencent', kind: 'tencent-eip', id: 'eip-11111111' };

interface Host {
  readonly clock: FakeClock;
  readonly world: ReturnType<typeof startInProcessCloud>;
  readonly warnings: object[];
  readonly provider: Provider;
  /** What is known of an address, or why not. */
  look(address: Address): Promise<unknown>;
}

interface HostOptions {
  readonly cloud?: 'digitalocean' | 'tencent';
  readonly config: string;
  readonly env?: Environment;
}

/** A process that has connected to a cloud, and goes on. */
async function connected({ cloud = 'digitalocean', config, env = {} }: HostOptions): Promise<Host> {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, cloud === 'tencent' ? tencentTopology() : undefined);
  const environment = {
    FLOATIP_DIGITALOCEAN_ENDPOINT: world.endpoint,
    FLOATIP_TENCENT_ENDPOINT: world.tencent,
    TENCENTCLOUD_REGION: 'ap-guangzhou',
    ...env,
  };
  const path = temporaryFile('config.yaml', config);
  const warnings: object[] = [];
  const log = { warn: (fields: object) => void warnings.push(fields) };
  const config_ = await loadConfig({ path, env: environment });
  const sources = { config: config_, env: environment, clouds: allClouds(), log };
  const { provider } = await connectTo(cloud, sources, {
    clock,
    random: () => 0.5,
    cache: { get: () => undefined, set: () => {} },
    host: fakeHost({ ticks: 1, pid: 1 }),
    adapter: world.adapter,
  });
  const { signal } = new AbortController();
  const look = async (address: Address): Promise<unknown> =>
    (await clock.run(provider.read([address], signal))).get(address);
  return { clock, world, warnings, provider, look };
}

function requests({ world }: Host): number {
  return world.cloud.received.list().length;
}

const held = { owner: { state: 'held' } };

describe('a token that was replaced while floatip runs', () => {
  it('is read again when it is refused, and the request repeated', async () => {
    const tokenFile = temporaryFile('do_token', 'old\n');
    const host = await connected({
      config: `providers: { digitalocean: { tokenFile: ${tokenFile} } }`,
    });
    writeFileSync(tokenFile, `${token}\n`);
    expect(await host.look(web)).toMatchObject(held);
    expect(requests(host)).toBe(2);
    expect(await host.look(web)).toMatchObject(held);
    expect(requests(host)).toBe(3);
  });

  it('is read again in the middle of a write, which counts for what it was', async () => {
    const tokenFile = temporaryFile('do_token', 'old\n');
    const host = await connected({
      config: `providers: { digitalocean: { tokenFile: ${tokenFile} } }`,
    });
    const write = async (): Promise<{ writes: number; changed: boolean }> => {
      const { signal } = new AbortController();
      const wanted = { isStill: () => true, key: 'always' };
      const gate = createGate({ wanted, recheck: createRecheck(host.clock), signal });
      const step = { do: 'assign', to: '222', from: null } as const;
      await host.clock.run(host.provider.apply(step, web, gate)).catch(() => undefined);
      return { writes: gate.writes(), changed: gate.mayHaveChanged() };
    };
    expect(await write()).toEqual({ writes: 1, changed: false });
    writeFileSync(tokenFile, 'other\n');
    expect(await write()).toEqual({ writes: 2, changed: false });
    writeFileSync(tokenFile, `${token}\n`);
    expect(await write()).toEqual({ writes: 2, changed: true });
  });

  it('is not sent again where it is still the same, and the failure says where it is from', async () => {
    const tokenFile = temporaryFile('do_token', 'old\n');
    const host = await connected({
      config: `providers: { digitalocean: { tokenFile: ${tokenFile} } }`,
    });
    expect(await host.look(web)).toMatchObject({
      class: 'denied',
      message: expect.stringContaining(`; the token is that of the file ${tokenFile}`),
    });
    expect(requests(host)).toBe(1);
  });

  it('is not missed where the file is just being written', async () => {
    const tokenFile = temporaryFile('do_token', 'old\n');
    const host = await connected({
      config: `providers: { digitalocean: { tokenFile: ${tokenFile} } }`,
    });
    writeFileSync(tokenFile, '');
    expect(await host.look(web)).toMatchObject({ class: 'denied' });
    writeFileSync(tokenFile, `${token}\n`);
    expect(await host.look(web)).toMatchObject(held);
  });

  it('may be a credential of systemd, which has to be copied anew', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'do_token');
    writeFileSync(path, 'old\n', { mode: 0o600 });
    const host = await connected({ config: 'cluster: a', env: { CREDENTIALS_DIRECTORY: folder } });
    expect(await host.look(web)).toMatchObject({
      message: expect.stringContaining('the token is that of the systemd credential do_token'),
      hint: expect.stringContaining('restart it after a change'),
    });
    writeFileSync(path, token);
    expect(await host.look(web)).toMatchObject(held);
  });

  it('is named where it comes from the environment', async () => {
    const host = await connected({ config: 'cluster: a', env: { DO_TOKEN: 'old' } });
    expect(await host.look(web)).toMatchObject({
      message: expect.stringContaining('that of the environment variable DO_TOKEN'),
    });
  });

  it('is warned of where it is given twice', async () => {
    const tokenFile = temporaryFile('do_token', `${token}\n`);
    const config = `providers: { digitalocean: { tokenFile: ${tokenFile} } }`;
    const { warnings } = await connected({ config, env: { DO_TOKEN: 'new' } });
    expect(warnings).toMatchObject([{ conflict: expect.stringContaining(`${tokenFile} is used`) }]);
    expect(JSON.stringify(warnings)).not.toContain(token);
  });

  it('is found by a watcher, which nobody tells', async () => {
    const tokenFile = temporaryFile('do_token', 'old\n');
    const config = `
providers: { digitalocean: { tokenFile: ${tokenFile} } }
addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]
timing: { interval: 1s }
`;
    const watching = await startWatching({ config });
    watching.hear('MASTER');
    await watching.pass(5000);
    expect(holder(watching)).toBe(111);
    expect(apiRequests(watching).length).toBeGreaterThan(0);
    writeFileSync(tokenFile, `${token}\n`);
    await watching.pass(65_000);
    expect(holder(watching)).toBe(222);
  });
});

describe('a key pair that was replaced while floatip runs', () => {
  function files(id: string, key: string) {
    const folder = join(temporaryFolder(), 'keys');
    mkdirSync(folder);
    const write = (newId: string, newKey: string): void => {
      writeFileSync(join(folder, 'id'), newId, { mode: 0o600 });
      writeFileSync(join(folder, 'key'), newKey, { mode: 0o600 });
    };
    write(id, key);
    const [secretIdFile, secretKeyFile] = [join(folder, 'id'), join(folder, 'key')];
    const credentials = `{ secretIdFile: ${secretIdFile}, secretKeyFile: ${secretKeyFile} }`;
    return {
      write,
      secretIdFile,
      config: `providers: { tencent: { credentials: ${credentials} } }`,
    };
  }

  it.each([
    ['the id', 'AKIDold', secretKey],
    ['the key', secretId, 'old'],
  ])('is read again where the API does not know %s', async (_what, id, key) => {
    const { write, config } = files(id, key);
    const host = await connected({ cloud: 'tencent', config });
    write(secretId, secretKey);
    expect(await host.look(pub)).toMatchObject(held);
    expect(requests(host)).toBe(2);
  });

  it('is not sent again where it is still the same, and the failure says where it is from', async () => {
    const { secretIdFile, config } = files('AKIDold', secretKey);
    const host = await connected({ cloud: 'tencent', config });
    expect(await host.look(pub)).toMatchObject({
      class: 'denied',
      message: expect.stringContaining(`; the key is that of the file ${secretIdFile}`),
    });
    expect(requests(host)).toBe(1);
  });
});
