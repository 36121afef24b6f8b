import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openClouds } from '../../src/providers/clouds.ts';
import { registry } from '../../src/providers/registry.ts';
import { harbourEntry } from '../fixtures/harbour/cloud.ts';
import { emptyHarbour } from '../fixtures/harbour/state.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { caseNames } from './case-names.ts';
import { cases } from './cases.ts';
import { madeUpKinds } from './made-up-kinds.ts';

/** A cloud that only its folder and one entry in a registry know of works like any other. */

const ip = '203.0.113.70';
const addresses = `addresses: [{ name: web, kind: harbour-berth, ip: ${ip}, follow: VI_1 }]\n`;

function atHarbour(config = addresses, env: Record<string, string> = { HARBOUR_TOKEN: 'ahoy' }) {
  const harbour = emptyHarbour();
  harbour.holders.set(ip, 'Q1');
  const clouds = () => openClouds({ ...registry, harbour: harbourEntry(harbour) });
  const host: KeepalivedHost = keepalivedHost(config, undefined, { node: 'Q2', env, clouds });
  return { harbour, host };
}

describe.each(madeUpKinds)('$kind', (of) => {
  for (const name of caseNames) {
    it.skipIf(of.skip[name] !== undefined)(name, () => cases[name](of));
  }
});

describe('a made-up cloud', () => {
  it('is checked in the config, and is in its schema', async () => {
    const { host } = atHarbour();
    expect((await host.run('config check')).code).toBe(0);
    const { stdout } = await host.run('config schema');
    const { properties } = JSON.parse(stdout);
    expect(Object.keys(properties.providers.properties)).toContain('harbour');
    const kinds = properties.addresses.items.oneOf.map((one: any) => one.properties.kind.const);
    expect(kinds).toContain('harbour-berth');
    const wrong = atHarbour(addresses.replace(ip, "'2001:db8::1'"));
    expect((await wrong.host.run('config check')).stderr).toContain(
      'no kind of The Harbour takes IPv6 here',
    );
  });

  it('has its secret from the environment or from a file, and is not used without', async () => {
    const without = atHarbour(addresses, {});
    const refused = await without.host.run('config check');
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 3,
      stderr:
        'floatip: There is no harbour token. Set HARBOUR_TOKEN, or name a file that holds it in providers.harbour.tokenFile\n',
    });
    const file = temporaryFile('harbour_token', 'from-file\n');
    const config = `providers: { harbour: { tokenFile: ${file} } }\n${addresses}`;
    const { host, harbour } = atHarbour(config);
    expect((await host.run('status')).code).toBe(0);
    expect(harbour.token).toBe('from-file');
  });

  it('is meant by its name, and by its secret alone', async () => {
    const { host, harbour } = atHarbour('{}\n', { HARBOUR_TOKEN: 'ahoy', DO_TOKEN: '' });
    expect((await host.run(`assign ${ip} --json`)).code).toBe(0);
    expect(harbour.holders.get(ip)).toBe('Q2');
    expect((await host.run(`assign ${ip} --to Q1 --provider harbour`)).code).toBe(0);
    const wrong = await host.run(`assign ${ip} --to 12345678 --kind harbour-berth`);
    expect(wrong.stderr).toBe(
      "floatip: '12345678' is not the id of a quay: expected Q and a digit, such as Q1. List the quays with: harbourmaster quays\n",
    );
  });

  it('is in what init prints', async () => {
    const { host } = atHarbour();
    expect((await host.run('init')).stdout).toContain(`    # moor ${ip} here\n`);
    expect((await host.run('init --policy')).stdout).toBe('The Harbour: moor\n');
  });

  it('is in the help', async () => {
    const { host } = atHarbour();
    const { stdout } = await host.run('assign --help');
    expect(stdout).toMatch(/the id of a Droplet,[\s\S]+ or\s+quay/);
    expect(stdout).toContain('HARBOUR_TOKEN=… floatip assign 203.0.113.70');
    expect(stdout).toContain('harbour-berth');
  });

  it('is a label of the metrics', async () => {
    const { host } = atHarbour();
    await host.run('notify INSTANCE VI_1 MASTER 200');
    const folder = temporaryFolder();
    expect((await host.run(`reconcile --textfile ${folder}`)).code).toBe(0);
    expect(readFileSync(join(folder, 'floatip.prom'), 'utf8')).toContain('provider="harbour"');
  });
});
