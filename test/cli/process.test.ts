import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Fault, FaultRule } from '../../src/emulator/faults.ts';
import type { ServedCloud } from '../../src/emulator/serve.ts';
import { runCli } from '../support/run-cli.ts';
import { reportOf } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';
import { topologyWith } from '../support/topology.ts';

/** The built bundle in a process of its own, over real sockets. */

const ip = '203.0.113.10';
const impatient = 'timing: { request: 400ms }\n';

async function assign(served: ServedCloud, args: readonly string[] = []): Promise<MainRun> {
  const env = { FLOATIP_CONFIG: temporaryFile('config.yaml', impatient) };
  const metadata = served.metadata.get('222');
  return await runCli(['assign', ip, '--json', ...args], {
    endpoint: served.endpoint,
    metadata,
    env,
  });
}

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

describe('floatip assign as a process', () => {
  it('moves the address with one write, and then has nothing left to do', async () => {
    const served = await startServedCloud();
    const first = await assign(served);
    expect(reportOf(first)).toMatchObject({
      self: { provider: 'digitalocean', node: '222', region: 'nyc3' },
      results: [{ ip, outcome: 'moved', from: '111', to: '222', writes: 1 }],
    });
    expect({ ...first, owner: holder(served) }).toMatchObject({ code: 0, stderr: '', owner: 222 });
    const again = await assign(served);
    expect(reportOf(again).results).toMatchObject([{ outcome: 'already-held', writes: 0 }]);
    expect(again.code).toBe(0);
  });

  it('makes no noise of an address that turns out to be here already', async () => {
    const listening = "region: nyc3, metadata: '127.0.0.1:0' }";
    const late = topologyWith({ lagMs: 60_000, droplet: 111 });
    const served = await startServedCloud(
      `listen: 127.0.0.1:0\n${late.replaceAll('region: nyc3 }', listening)}`,
    );
    const { digitalocean } = served.cloud;
    digitalocean.place(digitalocean.reservedIps.get(ip)!, 222);
    const run = await assign(served);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'already-held', writes: 1 }]);
    expect(run.stderr).toBe('');
  });

  const post = { method: 'POST' };
  it.each<[string, FaultRule['match'], Fault, number]>([
    ['latency', post, { type: 'latency', ms: 200 }, 1],
    ['latency beyond the timeout', post, { type: 'latency', ms: 900 }, 1],
    ['an error status', post, { type: 'status', status: 500 }, 2],
    ['a reset', post, { type: 'reset' }, 2],
    ['a hang', post, { type: 'hang' }, 2],
    ['a truncated answer', post, { type: 'truncate' }, 1],
    ['an HTML page', post, { type: 'html' }, 2],
    ['a lost answer', post, { type: 'lost' }, 1],
    ['an errored action', post, { type: 'action', ends: 'errored' }, 2],
    ['an action that nobody can find', post, { type: 'action', shows: 'missing' }, 1],
    [
      'a throttled write',
      post,
      { type: 'status', status: 429, headers: { 'retry-after': '1' } },
      2,
    ],
    ['a reset metadata service', { service: 'digitalocean-metadata' }, { type: 'reset' }, 1],
    ['a truncated owner', { path: '/v2/reserved_ips/203.0.113.10' }, { type: 'truncate' }, 1],
    ['a truncated action', { path: '/v2/actions/*' }, { type: 'truncate' }, 1],
  ])('survives %s', async (_what, match = {}, fault, writes) => {
    const served = await startServedCloud();
    served.cloud.faults.add({ match, fault });
    const run = await assign(served, ['--log-level', 'silent']);
    expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes }]);
    expect({ ...run, owner: holder(served) }).toMatchObject({ code: 0, stderr: '', owner: 222 });
  });

  it('logs what it does, as JSON where nobody looks on', async () => {
    const served = await startServedCloud();
    const run = await assign(served, ['--log-level', 'debug']);
    const lines = run.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ msg }) => msg)).toEqual(['writing', 'accepted by the cloud', 'done']);
  });

  it('prints no secret even when everything goes wrong', async () => {
    const served = await startServedCloud();
    const echo = `<html>Authorization: Bearer ${token}</html>`;
    const fault = {
      type: 'status',
      status: 422,
      body: JSON.stringify({ id: 'no', message: echo }),
    } as const;
    served.cloud.faults.add({ match: post, times: 0, fault });
    const run = await assign(served, ['--log-level', 'debug', '--timeout', '3']);
    expect(run.code).toBe(7);
    expect(run.stdout + run.stderr).not.toContain(token);
    expect(run.stdout).toContain('[redacted]');
  });

  it('is not stopped by a log that cannot be written', async () => {
    const served = await startServedCloud();
    served.cloud.faults.add({ match: post, fault: { type: 'reset' } });
    const command = `exec ${process.execPath} bin/floatip.js assign ${ip} 2>/dev/full`;
    const child = spawn('sh', ['-c', command], {
      env: {
        DO_TOKEN: token,
        FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
        FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('222'),
        FLOATIP_RUNTIME_DIR: temporaryFolder(),
        FLOATIP_STATE_DIR: temporaryFolder(),
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [code] = await once(child, 'close');
    expect({ code, owner: holder(served) }).toEqual({ code: 0, owner: 222 });
  });

  it('leaves when its time is up, whatever it has given up on', async () => {
    const begin = performance.now();
    const env = { RES_OPTIONS: 'timeout:30 attempts:1' };
    const run = await runCli(['assign', ip, '--to', '222', '--timeout', '1'], {
      endpoint: 'https://no-such-host.invalid',
      metadata: 'http://127.0.0.1:9',
      env,
    });
    expect(run.code).toBe(6);
    // The name server would be waited for three times as long.
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('understands a cloud that compresses', async () => {
    const served = await startServedCloud();
    served.cloud.faults.add({ match: post, fault: { type: 'action', ends: 'errored' } });
    const run = await assign(served, ['--log-level', 'silent']);
    expect(reportOf(run).results[0]).toMatchObject({ outcome: 'moved', writes: 2 });
    expect(reportOf(run).results[0]?.durationMs).toBeLessThan(3000);
    const encodings = served.cloud.received.list().map(({ headers }) => headers['accept-encoding']);
    expect(new Set(encodings)).toEqual(new Set(['identity']));
  });

  it('goes through a proxy to the API, never to the metadata service', async () => {
    const served = await startServedCloud();
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end();
    });
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const proxied = {
      HTTP_PROXY: `http://127.0.0.1:${port}`,
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
    };
    const run = await runCli(['assign', ip, '--json', '--timeout', '1'], {
      endpoint: 'https://api.test',
      metadata: served.metadata.get('222'),
      env: proxied,
    });
    expect(run.code).toBe(6);
    expect(reportOf(run).self).toMatchObject({ node: '222' });
    expect(new Set(asked)).toEqual(new Set(['CONNECT api.test:443']));
  });
});

describe('floatip cloud as a process', () => {
  it('says where it listens, obeys its control endpoint, and ends when told to', async () => {
    const topology = temporaryFile(
      'cloud.yaml',
      'listen: 127.0.0.1:0\ndigitalocean:\n  droplets: [{ id: 1, name: a, region: nyc3, metadata: "127.0.0.1:0" }]\n  reservedIps: [{ ip: 203.0.113.10, region: nyc3 }]\n',
    );
    const child = spawn(process.execPath, ['bin/floatip.js', 'cloud', '--json', topology], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const { endpoint, metadata } = JSON.parse(String(line));
    const control = async (method: string, path: string, body?: object): Promise<any> => {
      const reply = await fetch(`${endpoint}/_cloud${path}`, {
        method,
        body: body === undefined ? null : JSON.stringify(body),
      });
      return await reply.json();
    };
    expect(await (await fetch(`${metadata['1']}/metadata/v1/id`)).text()).toBe('1');
    await control('PUT', '/digitalocean/reserved_ips/203.0.113.10', { droplet: 1 });
    expect(await control('GET', '/state')).toMatchObject({
      digitalocean: { reservedIps: [{ droplet: 1 }] },
    });
    await control('POST', '/faults', { fault: { type: 'status', status: 503 } });
    expect(await control('GET', '/faults')).toEqual([{ fault: { type: 'status', status: 503 } }]);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${endpoint}/v2/account`, { headers })).status).toBe(503);
    const received = await control('GET', '/requests');
    expect(received.at(-1)).toMatchObject({
      path: '/v2/account',
      answer: 503,
      headers: { authorization: '[redacted]' },
    });
    expect(await control('POST', '/faults', { fault: { type: 'nonsense' } })).toMatchObject({
      message: 'Not a fault rule',
    });
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
  });

  it('tells Droplets apart by their source address', async () => {
    const served = await startServedCloud(`
listen: 127.0.0.1:0
digitalocean:
  metadata: { listen: '127.0.0.1:0' }
  droplets:
    - { id: 111, name: lb1, region: nyc3, source: 127.0.0.1 }
    - { id: 222, name: lb2, region: nyc3, source: 127.0.0.2 }
  reservedIps: []
`);
    expect(await (await fetch(`${served.metadata.get('common')}/metadata/v1/id`)).text()).toBe(
      '111',
    );
  });
});

function timeless(text: string): string {
  return text
    .replaceAll(/ +\d+\.\d\d s/g, ' 0 s')
    .replaceAll(/ +\d+ ms/g, ' 0 ms')
    .replaceAll(/(HAVIP .*)\d writes? +/g, '$1 write ');
}

describe('floatip demo as a process', () => {
  it(
    'shows a failover of every kind of address, and leaves nothing behind',
    { timeout: 180_000 },
    async () => {
      const folder = temporaryFolder();
      const run = await runCli(['demo'], { env: { TMPDIR: folder } });
      expect(run).toMatchObject({ code: 0, stderr: '' });
      for (const names of ['web, web6', 'pub, vip, net', 'www, net, vip', 'web, vip']) {
        expect(run.stdout).toContain(`${names}: held by lb1\n`);
        expect(run.stdout).toContain(`${names}: held by lb2, read back from the cloud\n`);
      }
      for (const kind of [
        'reserved IP',
        'reserved IPv6',
        'EIP',
        'HAVIP',
        'private IP',
        'floating IP',
        'Elastic IP',
        'route to',
        'virtual IP of a',
      ]) {
        expect(run.stdout).toMatch(RegExp(` ${kind} \\S+ +\\d+\\.\\d\\d s {2}\\d writes? `));
      }
      expect(run.stdout.match(/to be sure: already held, 0 writes/g)).toHaveLength(4);
      expect(run.stdout).toContain('to be sure: already held, 2 writes refused as needless\n');
      expect(run.stdout).toMatch(/in all +\d+ ms/);
      expect(readdirSync(folder)).toEqual([]);
      // The README shows the clouds it has room for as they are, but for how long things took, and how often it
      // had to announce.
      const readme = readFileSync('README.md', 'utf8');
      const shown = timeless(readme.replaceAll(/^ {4}/gm, ''));
      const printed = timeless(run.stdout).trim();
      const [begins = '', ends = ''] = shown.slice(shown.indexOf('Two hosts in')).split('\n…\n');
      expect(begins).not.toBe('');
      expect(printed.startsWith(begins)).toBe(true);
      expect(ends).toContain(printed.slice(printed.indexOf('Where the time of')));
    },
  );
});

describe('output that cannot be written', () => {
  const lost = 'floatip: The result could not be written on stdout: ENOSPC\n';

  it('is told on stderr, and shows in the exit code where nothing else was to be done', async () => {
    expect(await intoFullDisk('config schema', {})).toEqual({ code: 3, stderr: lost });
  });

  it('leaves the exit code of a takeover as it is', async () => {
    const served = await startServedCloud();
    const run = await intoFullDisk(`assign ${ip}`, {
      DO_TOKEN: token,
      FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('222'),
      FLOATIP_RUNTIME_DIR: temporaryFolder(),
      FLOATIP_STATE_DIR: temporaryFolder(),
    });
    expect({ ...run, owner: holder(served) }).toEqual({ code: 0, stderr: lost, owner: 222 });
  });
});

async function intoFullDisk(
  line: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Omit<MainRun, 'stdout'>> {
  const command = `exec ${process.execPath} bin/floatip.js ${line} >/dev/full`;
  const child = spawn('sh', ['-c', command], { env });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const [code] = await once(child, 'close');
  return { code: Number(code), stderr };
}

describe('a reader that goes away', () => {
  it('is no reason to crash', async () => {
    const child = spawn('sh', ['-c', `${process.execPath} bin/floatip.js --help | head -1`]);
    let stderr = '';
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    await once(child, 'close');
    expect(stderr).toBe('');
  });
});
