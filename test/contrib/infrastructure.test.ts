import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { filledIn, scriptOf, template } from '../support/cloud-init.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFile } from '../support/temporary.ts';

/** What makes pairs of hosts, as far as it can be looked at without a cloud. */

const require = createRequire(import.meta.url);
// Its types would bring along those of browsers, for all tests.
const { parse: parseHcl } = require('@cdktf/hcl2json') as {
  parse(name: string, text: string): Promise<unknown>;
};

const terraform = 'contrib/terraform';

/** All files of a cloud as one object, as Terraform reads them. */
async function moduleOf(cloud: string): Promise<Record<string, Record<string, unknown>>> {
  const names = readdirSync(join(terraform, cloud)).filter((name) => name.endsWith('.tf'));
  const all: Record<string, Record<string, unknown>> = {};
  for (const name of names) {
    const path = join(terraform, cloud, name);
    const blocks = (await parseHcl(path, readFileSync(path, 'utf8'))) as typeof all;
    for (const [kind, block] of Object.entries(blocks)) all[kind] = { ...all[kind], ...block };
  }
  return all;
}

function namesIn(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].toSorted();
}

describe.each(readdirSync(terraform))('terraform for %s', (cloud) => {
  it('uses the variables and resources that it has, and no others', async () => {
    const all = await moduleOf(cloud);
    const text = JSON.stringify(all);
    expect(namesIn(text, /var\.(\w+)/g)).toEqual(Object.keys(all['variable'] ?? {}).toSorted());
    const made = Object.entries(all['resource'] ?? {}).flatMap(([type, named]) =>
      Object.keys(named as object).map((name) => `${type}.${name}`),
    );
    expect(made.length).toBeGreaterThan(2);
    const provider = made[0]?.split('_')[0] ?? '';
    const used = namesIn(text, RegExp(`\\b(${provider}_\\w+\\.\\w+)`, 'g'));
    expect(used.filter((name) => !made.includes(name))).toEqual([]);
    expect(namesIn(text, /local\.(\w+)/g)).toEqual(Object.keys(localsOf(all)).toSorted());
  });

  it('makes two hosts, leaves the address to floatip, and holds no secret', async () => {
    const text = JSON.stringify(await moduleOf(cloud));
    expect(text).toContain('"for_each"');
    expect(text).not.toMatch(/"(?:token|secret_key|secret_id|password)"/);
    const holder = { digitalocean: 'droplet_id', hetzner: 'server_id' }[cloud];
    if (holder !== undefined) expect(text).toContain(`"ignore_changes":["\${${holder}}"]`);
  });

  it('fills in all of what cloud-init is to do, and nothing else', async () => {
    const text = readFileSync(join(terraform, cloud, 'main.tf'), 'utf8');
    const [, values = ''] = /templatefile\([^{]*"[^"]*", \{\n([\s\S]*?)\n {2}\}\)/.exec(text) ?? [];
    expect(namesIn(values, /^ +(\w+) += /gm)).toEqual(namesIn(template, /\$\{(\w+)\}/g));
    expect(namesIn(template, /\$\{([^}]*)\}/g)).toEqual(namesIn(template, /\$\{(\w+)\}/g));
  });
});

function localsOf(all: Record<string, Record<string, unknown>>): object {
  const [own = {}] = Object.values(all['locals'] ?? {}) as object[];
  return own;
}

it('a file of Terraform with a mistake is refused', async () => {
  await expect(parseHcl('main.tf', 'resource "a" "b" {')).rejects.toThrow('main.tf');
});

it('the role on Tencent Cloud may do what the pair needs, and nothing else', async () => {
  const config = `addresses:
  - { name: web, kind: tencent-havip, ip: 10.0.4.99, eip: 106.52.252.139, interface: eth0, follow: VI_1 }`;
  const path = temporaryFile('config.yaml', config);
  const { stdout } = await runCli(['init', '--policy', '--json', '--config', path]);
  const { tencent }: { tencent: unknown } = JSON.parse(stdout);
  const policy: unknown = JSON.parse(
    readFileSync(join(terraform, 'tencentcloud/policy.json'), 'utf8'),
  );
  expect(policy).toEqual(tencent);
});

const canValidate = spawnSync('cloud-init', ['--version']).status === 0;
if (!canValidate) console.log('the schema of cloud-init is not asked: Debian has it in cloud-init');

describe('cloud-init', () => {
  it.skipIf(!canValidate)('knows every key, and its script is sh', () => {
    const schema = (text: string): string => {
      const path = temporaryFile('user-data', text);
      const { stdout, stderr } = spawnSync('cloud-init', ['schema', '--config-file', path], {
        encoding: 'utf8',
      });
      return stdout + stderr;
    };
    expect(schema(filledIn())).toContain('Valid');
    expect(schema(filledIn().replace('package_update: true', 'package_update: 7'))).not.toContain(
      'Valid',
    );
    const script = temporaryFile('script', scriptOf('/usr/local/sbin/floatip-pair'));
    expect(spawnSync('sh', ['-n', script]).status).toBe(0);
  });

  it('writes no secret, which every process of the host could read', () => {
    const { write_files: files }: { write_files: { path: string }[] } = parse(filledIn());
    expect(files.map(({ path }) => path)).toEqual([
      '/etc/floatip/pair',
      '/usr/local/sbin/floatip-pair',
    ]);
  });
});

const playbook = 'contrib/ansible/site.yml';
const canPlay = spawnSync('ansible-playbook', ['--version']).status === 0;
if (!canPlay) console.log('the role is not looked at: Debian has Ansible in ansible-core');

it.skipIf(!canPlay)('Ansible understands the role', { timeout: 120_000 }, () => {
  const options = ['--syntax-check', '--inventory', 'contrib/ansible/hosts.example.yml'];
  const { status, stderr } = spawnSync('ansible-playbook', [...options, playbook], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
