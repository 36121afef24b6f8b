import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { explainFailure } from '../../src/cli/print/explain.ts';
import { asFailure } from '../../src/ports/failure.ts';
import { loadConfig } from '../support/clouds.ts';
import { temporaryFile } from '../support/temporary.ts';
import { pages } from './pages.ts';

/** Blocks of a page that are to be copied, without their indentation. */
function blocksOf(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8');
  const blocks = [...text.matchAll(/(?:^ {4}.*\n|^\n(?= {4}))+/gm)].map(([block]) => block);
  return blocks.flatMap((block) => block.split(/\n{2,}/)).map(withoutIndent);
}

function withoutIndent(block: string): string {
  const [, indent = ''] = /^\n*( *)/.exec(block) ?? [];
  return block.replaceAll(RegExp(`^${indent}`, 'gm'), '');
}

describe('a config that is to be copied', () => {
  const configs = pages.flatMap((page) =>
    blocksOf(page)
      .filter((block) => /^(cluster|providers|addresses):/m.test(block))
      .map((block) => [page, block] as const),
  );

  it('is in README and for each cloud', () => {
    const places = ['README.md', 'docs/clouds/digitalocean.md', 'docs/clouds/tencent.md'];
    expect(configs.map(([page]) => page)).toEqual(expect.arrayContaining(places));
  });

  it.each(configs)('can be used: %s', async (_page, block) => {
    const path = temporaryFile('config.yaml', block);
    await expect(loadConfig({ path, env: {} })).resolves.toMatchObject({ path });
  });
});

it('shows a mistake in the config as floatip config check shows it', async () => {
  const block = blocksOf('docs/configure.md').find((one) => one.includes('floatip config check'));
  const config = `addresses:


  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10 follow: VI_1 }`;
  const path = temporaryFile('config.yaml', config);
  const failure = asFailure(await loadConfig({ path, env: {} }).catch((error: unknown) => error));
  const printed = explainFailure(failure).replace(path, '/etc/floatip/config.yaml');
  expect(block?.trimStart()).toBe(`$ floatip config check\n${printed}`);
});

/** Where keepalived can be asked, the interface that it is asked about. */
const device =
  spawnSync('keepalived', ['--version']).status === 0
    ? readdirSync('/sys/class/net').find((name) => name !== 'lo')
    : undefined;

describe('the keepalived.conf of README', () => {
  const text = blocksOf('README.md').find((block) => block.includes('vrrp_instance')) ?? '';

  it('holds the lines that floatip init prints', () => {
    for (const line of ['higher_prio_send_advert', 'notify ', 'notify_master_rx_lower_pri']) {
      expect(text).toContain(`\n    ${line}`);
    }
  });

  it.skipIf(device === undefined)('is understood by keepalived', () => {
    expect(complaintsOf(text)).toEqual([]);
    expect(complaintsOf(text.replace('enable_script_security', ''))).not.toEqual([]);
  });

  function complaintsOf(config: string): readonly string[] {
    const here = config
      .replaceAll('/etc/floatip/keepalived-notify', '/bin/true')
      .replace('eth1', device ?? '');
    const log = temporaryFile('complaints', '');
    const path = temporaryFile('keepalived.conf', here);
    spawnSync('keepalived', [`--config-test=${log}`, '--use-file', path]);
    const lines = readFileSync(log, 'utf8').split('\n');
    // floatip needs no address of keepalived's own.
    return lines.filter((line) => line !== '' && !line.includes('No VIP specified'));
  }
});
