import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { tencentEnv, tencentTopology } from '../support/tencent-topology.ts';
import { hcloudToken, token } from '../support/token.ts';

/**
 * All clouds are in one bundle, but a run pays for its own only: the code of the others, their SDKs
 * included, is not even evaluated. V8 counts how often each function was called.
 */

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

const source = readFileSync('dist/floatip.cjs', 'latin1');

/** Text that stands in one module each: of floatip's own code, and of the SDKs. */
const markers = {
  tencent: ['x-tc-action', 'vpc.internal.tencentcloudapi', 'TC3-HMAC-SHA256', 'DescribeHaVips'],
  digitalocean: ['reserved_ipv6s', 'droplet_id', 'enableBackups'],
  hetzner: ['server_already_attached', '/hetzner/v1/metadata', 'x-correlation-id'],
};

/** How often the functions were called that a text of the bundle is in, wherever it is. */
function callsOf(text: string, ranges: readonly Range[]): number {
  const places = [...source.matchAll(RegExp(text, 'g'))].map(({ index }) => index);
  expect(places).not.toEqual([]);
  const around = ranges.filter(
    ({ startOffset, endOffset }) =>
      // Not the bundle as a whole, which is one function.
      endOffset - startOffset < source.length / 2 &&
      places.some((at) => startOffset <= at && at < endOffset),
  );
  return Math.max(...around.map(({ count }) => count));
}

async function callsIn(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Readonly<Record<keyof typeof markers, readonly number[]>>> {
  const folder = temporaryFolder();
  const run = await runCli(args, { env: { ...env, NODE_V8_COVERAGE: folder } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const [file = ''] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { functions } = result.find(({ url }: any) => url.endsWith('/floatip.cjs'));
  const ranges: Range[] = functions.flatMap((one: any) => one.ranges);
  const calls = (texts: readonly string[]) => texts.map((text) => callsOf(text, ranges));
  return {
    tencent: calls(markers.tencent),
    digitalocean: calls(markers.digitalocean),
    hetzner: calls(markers.hetzner),
  };
}

/** Slowly enough for the SDK to be asked how far it is. */
const slowly = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 1500
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: 111 }]
`;

const hetznerScene = `
hetzner:
  tokens: [{ token: ${hcloudToken} }]
  servers:
    - { id: 11111, name: lb1, location: fsn1 }
    - { id: 22222, name: lb2, location: fsn1, metadata: '127.0.0.1:0' }
  floatingIps: [{ id: 4711, ip: 203.0.113.20, location: fsn1, server: 11111 }]
`;

const never = (calls: readonly number[]) => calls.every((count) => count === 0);

describe('a run', () => {
  it('for DigitalOcean does not load another cloud', async () => {
    const { endpoint, metadata } = await startServedCloud(slowly);
    const { tencent, digitalocean, hetzner } = await callsIn(['assign', '203.0.113.10'], {
      FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222') ?? '',
    });
    expect(never([...tencent, ...hetzner])).toBe(true);
    expect(digitalocean.every((count) => count > 0)).toBe(true);
  });

  it('for Hetzner Cloud does not load another cloud', async () => {
    const { endpoint, metadata } = await startServedCloud(`listen: 127.0.0.1:0\n${hetznerScene}`);
    const { DO_TOKEN: _none, ...env } = tencentEnv;
    const { tencent, digitalocean, hetzner } = await callsIn(
      ['assign', '203.0.113.20', '--provider', 'hetzner'],
      {
        ...env,
        HCLOUD_TOKEN: hcloudToken,
        FLOATIP_HETZNER_ENDPOINT: endpoint,
        FLOATIP_HETZNER_METADATA: metadata.get('22222') ?? '',
      },
    );
    expect(never([...tencent, ...digitalocean])).toBe(true);
    expect(hetzner.every((count) => count > 0)).toBe(true);
  });

  it('for Tencent Cloud does not load another cloud', async () => {
    const { endpoint } = await startServedCloud(tencentTopology().replace('1000', '100'));
    const { DO_TOKEN: _none, ...keys } = tencentEnv;
    const { tencent, digitalocean, hetzner } = await callsIn(
      ['assign', 'eip-11111111', '--to', 'ins-bbbbbbbb'],
      { ...keys, FLOATIP_TENCENT_ENDPOINT: endpoint, TENCENTCLOUD_REGION: 'ap-guangzhou' },
    );
    expect(never([...digitalocean, ...hetzner])).toBe(true);
    expect(tencent.every((count) => count > 0)).toBe(true);
  });
});
