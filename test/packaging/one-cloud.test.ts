import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { awsTopology } from '../support/aws-topology.ts';
import { fip, lb2, openstackServers, port1 } from '../support/openstack-host.ts';
import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { tencentEnv, tencentTopology } from '../support/tencent-topology.ts';
import {
  accessKeyId,
  hcloudToken,
  openstackSecret,
  secretAccessKey,
  token,
} from '../support/token.ts';

/**
 * All clouds are in one program, but a run pays for its own only: the code of the others, their SDKs
 * included, is not even evaluated. V8 counts how often each function was called.
 */

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

const packs = readdirSync('dist').filter((name) => name.endsWith('.cjs'));
const sources = new Map(packs.map((name) => [name, readFileSync(join('dist', name), 'latin1')]));

/** Text that stands in one module each: of floatip's own code, and of the SDKs. */
const markers = {
  tencent: ['x-tc-action', 'vpc.internal.tencentcloudapi', 'TC3-HMAC-SHA256', 'DescribeHaVips'],
  digitalocean: ['reserved_ipv6s', 'droplet_id', 'enableBackups'],
  hetzner: ['server_already_attached', '/hetzner/v1/metadata', 'x-correlation-id'],
  aws: ['x-aws-ec2-metadata-token-ttl-seconds', 'AllowReassociation', 'aws4_request', 'sgmlDecl'],
  openstack: ['x-subject-token', '/openstack/latest/meta_data', 'floating_ip_address'],
  exec: ['which was not asked about', 'gave no answer', 'without a name'],
};

/** How often the functions of each pack were called; nothing for a pack that was not opened. */
type Calls = ReadonlyMap<string, readonly Range[]>;

/** How often the functions were called that a text of the program is in, wherever it is. */
function callsOf(text: string, calls: Calls): number {
  const counts = [...sources].map(([name, source]) => callsIn(text, source, calls.get(name)));
  expect(counts.some((count) => count !== undefined)).toBe(true);
  return Math.max(...counts.map((count = 0) => count));
}

function callsIn(text: string, source: string, ranges: readonly Range[] = []): number | undefined {
  const places = [...source.matchAll(RegExp(text, 'g'))].map(({ index }) => index);
  if (places.length === 0) return undefined;
  const around = ranges.filter(
    ({ startOffset, endOffset }) =>
      // Not the pack as a whole, which is one function.
      endOffset - startOffset < source.length - 100 &&
      places.some((at) => startOffset <= at && at < endOffset),
  );
  return Math.max(0, ...around.map(({ count }) => count));
}

async function callsDuring(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Readonly<Record<keyof typeof markers, readonly number[]>>> {
  const folder = temporaryFolder();
  const run = await runCli(args, { env: { ...env, NODE_V8_COVERAGE: folder } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const [file = ''] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const opened = result.filter(({ url }: any) => sources.has(basename(url)));
  const ranges: Calls = new Map(
    opened.map(({ url, functions }: any) => [
      basename(url),
      functions.flatMap((one: any) => one.ranges),
    ]),
  );
  const calls = (texts: readonly string[]) => texts.map((text) => callsOf(text, ranges));
  return {
    tencent: calls(markers.tencent),
    digitalocean: calls(markers.digitalocean),
    hetzner: calls(markers.hetzner),
    aws: calls(markers.aws),
    openstack: calls(markers.openstack),
    exec: calls(markers.exec),
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

const openstackScene = `${openstackServers.replace('name: lb2,', "name: lb2, metadata: '127.0.0.1:0',")}
  floatingIps: [{ id: ${fip}, ip: 203.0.113.40, port: ${port1} }]
`;

const never = (calls: readonly number[]) => calls.every((count) => count === 0);

describe('a run', () => {
  it('for DigitalOcean does not load another cloud', async () => {
    const { endpoint, metadata } = await startServedCloud(slowly);
    const { digitalocean, ...others } = await callsDuring(['assign', '203.0.113.10'], {
      FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: metadata.get('222') ?? '',
    });
    expect(never(Object.values(others).flat())).toBe(true);
    expect(digitalocean.every((count) => count > 0)).toBe(true);
  });

  it('for Hetzner Cloud does not load another cloud', async () => {
    const { endpoint, metadata } = await startServedCloud(`listen: 127.0.0.1:0\n${hetznerScene}`);
    const { DO_TOKEN: _none, ...env } = tencentEnv;
    const { hetzner, ...others } = await callsDuring(
      ['assign', '203.0.113.20', '--provider', 'hetzner'],
      {
        ...env,
        HCLOUD_TOKEN: hcloudToken,
        FLOATIP_HETZNER_ENDPOINT: endpoint,
        FLOATIP_HETZNER_METADATA: metadata.get('22222') ?? '',
      },
    );
    expect(never(Object.values(others).flat())).toBe(true);
    expect(hetzner.every((count) => count > 0)).toBe(true);
  });

  it('for OpenStack does not load another cloud', async () => {
    const { endpoint, metadata } = await startServedCloud(`listen: 127.0.0.1:0\n${openstackScene}`);
    const { DO_TOKEN: _none, ...env } = tencentEnv;
    const { openstack, ...others } = await callsDuring(
      ['assign', '203.0.113.40', '--provider', 'openstack'],
      {
        ...env,
        OS_AUTH_URL: `${endpoint}/identity/v3`,
        OS_APPLICATION_CREDENTIAL_ID: 'floatip',
        OS_APPLICATION_CREDENTIAL_SECRET: openstackSecret,
        FLOATIP_OPENSTACK_METADATA: metadata.get(lb2) ?? '',
      },
    );
    expect(never(Object.values(others).flat())).toBe(true);
    expect(openstack.every((count) => count > 0)).toBe(true);
  });

  it('for Tencent Cloud does not load another cloud', async () => {
    const { endpoint } = await startServedCloud(tencentTopology().replace('1000', '100'));
    const { DO_TOKEN: _none, ...keys } = tencentEnv;
    const { tencent, ...others } = await callsDuring(
      ['assign', 'eip-11111111', '--to', 'ins-bbbbbbbb'],
      { ...keys, FLOATIP_TENCENT_ENDPOINT: endpoint, TENCENTCLOUD_REGION: 'ap-guangzhou' },
    );
    expect(never(Object.values(others).flat())).toBe(true);
    expect(tencent.every((count) => count > 0)).toBe(true);
  });

  it('for AWS does not load another cloud', async () => {
    const topology = awsTopology.replace('name: lb2', "name: lb2\n      metadata: '127.0.0.1:0'");
    const { endpoint, metadata } = await startServedCloud(`listen: 127.0.0.1:0\n${topology}`);
    const { aws, ...others } = await callsDuring(['assign', 'eipalloc-00000001'], {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      FLOATIP_AWS_ENDPOINT: endpoint,
      FLOATIP_AWS_METADATA: metadata.get('i-0000000b') ?? '',
    });
    expect(never(Object.values(others).flat())).toBe(true);
    expect(aws.every((count) => count > 0)).toBe(true);
  });

  it('by a program does not load any cloud', async () => {
    // Who has it is in a file, so that there is something to read back.
    const holder = temporaryFile('holder', 'lb1');
    const program = temporaryFile(
      'my-cloud',
      `#!/bin/sh
case $(cat) in
  *'"read"'*) printf '{"readings":[{"name":"web","owner":"%s"}]}' "$(cat ${holder})" ;;
  *) printf lb2 >${holder}; printf '{"operation":null}' ;;
esac
`,
      0o755,
    );
    const entry = `{ name: web, kind: exec, node: lb2, command: ['${program}'] }`;
    const { DO_TOKEN: _none, ...keys } = tencentEnv;
    const config = temporaryFile('config.yaml', `addresses: [${entry}]`);
    const { exec, ...others } = await callsDuring(['assign', 'web', '-c', config], keys);
    expect(never(Object.values(others).flat())).toBe(true);
    expect(exec.every((count) => count > 0)).toBe(true);
    expect(readFileSync(holder, 'utf8')).toBe('lb2');
  });
});
