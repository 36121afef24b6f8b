import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../../src/emulator/faults.ts';
import { createBootCache } from '../../../src/lib/files/boot-cache.ts';
import { openFolder } from '../../../src/lib/files/shared-folder.ts';
import { keepalivedHost, writesTo } from '../../support/keepalived-host.ts';
import type { KeepalivedHost } from '../../support/keepalived-host.ts';
import { reportOf } from '../../support/run-main.ts';

/** What a metadata service may say, or whoever answers in its place, and what must not come of it. */

const service = 'digitalocean-metadata';
const document = { match: { service, path: '/metadata/v1.json' } } as const;
const take = 'notify INSTANCE VI_1 MASTER 200 --json';
const toHere = ['/v2/reserved_ips/203.0.113.10/actions {"type":"assign","droplet_id":222}'];

const noIds = [
  '"abc"',
  '1e400',
  '""',
  '-5',
  '0',
  '1.5',
  'null',
  'true',
  '"0222"',
  '"222 "',
  '"1e3"',
  '"-222"',
  '"0x10"',
  '9007199254740993',
  '1e21',
  '[222]',
  '{}',
  '"<html>"',
  '"222\\n111"',
];
const noRegions = [
  '""',
  '5',
  'null',
  '"<html>"',
  '"nyc3\\nx"',
  '"NYC 3"',
  '"../nyc3"',
  JSON.stringify('n'.repeat(999)),
];

const texts = [
  ...noIds.map((id) => `{"droplet_id":${id},"region":"nyc3"}`),
  ...noRegions.map((region) => `{"droplet_id":222,"region":${region}}`),
  '{}',
  '[]',
  'null',
  '[[{"droplet_id":222,"region":"nyc3"}]]',
  '<html>Log in</html>',
  '',
];

function saying(body: string, times = 1): FaultRule {
  return { ...document, times, fault: { type: 'status', status: 200, body } };
}

function remembered({ runtimeFolder }: KeepalivedHost): string {
  const path = join(runtimeFolder, 'identity.json');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

describe('metadata that cannot be', () => {
  it.each(texts)('is asked for again: %s', async (body) => {
    const host = keepalivedHost();
    host.world.cloud.faults.add(saying(body));
    expect(reportOf(await host.run(take))).toMatchObject({
      self: { node: '222', region: 'nyc3' },
      results: [{ outcome: 'moved' }],
    });
    expect(writesTo(host.world)).toEqual(toHere);
    expect(remembered(host)).toContain('{"provider":"digitalocean","node":"222","region":"nyc3"}');
  });

  it.each(texts)('is nobody, however often it comes: %s', async (body) => {
    const host = keepalivedHost();
    host.world.cloud.faults.add(saying(body, 0));
    const run = await host.run('assign web --json');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('No metadata of a Droplet from http://metadata-222.test');
    expect(writesTo(host.world)).toEqual([]);
    expect(remembered(host)).toBe('');
  });

  it.each([
    ['id', '<html>Log in</html>'],
    ['id', 'abc'],
    ['id', '-5'],
    ['region', '<html>Log in</html>'],
  ])('is asked for again where it comes line by line: %s is %s', async (path, body) => {
    const host = keepalivedHost();
    const { faults } = host.world.cloud;
    faults.add({ ...document, times: 0, fault: { type: 'status', status: 404 } });
    const match = { service, path: `/metadata/v1/${path}` } as const;
    faults.add({ match, fault: { type: 'status', status: 200, body } });
    expect(reportOf(await host.run(take)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(faults.list()).toHaveLength(1);
    expect(writesTo(host.world)).toEqual(toHere);
    expect(remembered(host)).toContain('"node":"222","region":"nyc3"');
  });

  it.each([{ ip_address: '<html>' }, { ip_address: '2001:db8::10' }, { ip_address: '' }])(
    'names no address and no anchor: %o',
    async (entry) => {
      const host = keepalivedHost();
      const body = JSON.stringify({
        droplet_id: 222,
        region: 'nyc3',
        interfaces: { public: [{ anchor_ipv4: entry }] },
        reserved_ip: { ipv4: { active: true, ...entry } },
      });
      const { faults, received } = host.world.cloud;
      faults.add(saying(body, 0));
      expect((await host.run('status')).stdout).not.toContain('anchor');
      const before = received.list().length;
      await host.run(take);
      // Nothing said that it might be here already, so nobody looks first.
      const [, first] = received.list().slice(before);
      expect(first?.method).toBe('POST');
    },
  );
});

describe('an identity that was remembered', () => {
  it.each([
    { node: '<html>', region: 'nyc3' },
    { node: '-5', region: 'nyc3' },
    { node: 'ins-bbbbbbbb', region: 'nyc3' },
    { node: 222, region: 'nyc3' },
    { node: '111', region: '<html>' },
    { node: '111' },
    '111',
  ])('is not believed where it cannot be: %o', async (self) => {
    const host = keepalivedHost();
    createBootCache(openFolder(host.runtimeFolder), 'identity').set(
      `digitalocean ${host.world.metadata('222')}`,
      self,
    );
    // Slower than anybody waits who knows already.
    const fault = { type: 'latency', ms: 1000 } as const;
    host.world.cloud.faults.add({ match: { service }, times: 0, fault });
    expect(reportOf(await host.run(take)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(writesTo(host.world)).toEqual(toHere);
    expect(remembered(host)).toContain('"node":"222","region":"nyc3"');
  });
});
