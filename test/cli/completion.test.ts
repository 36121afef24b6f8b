import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { commandNames } from '../../src/cli/program.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

/** What may stand in the place of the last of these words, a line each. */
async function offered(words: string, host = keepalivedHost()): Promise<readonly string[]> {
  const { stdout, stderr, code } = await host.run(`completion bash -- ${words}`);
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout.split('\n').filter((line) => line !== '');
}

async function wordsFor(words: string, host?: KeepalivedHost): Promise<readonly string[]> {
  return (await offered(words, host)).map((line) => line.split(' ', 1)[0] ?? '');
}

describe('floatip completion', () => {
  it('offers every command, with what its help says', async () => {
    expect(await wordsFor('')).toEqual([...commandNames, 'help']);
    expect(await offered('hist')).toEqual(['history what happened on this host']);
    expect(await wordsFor('config ')).toEqual(['check', 'schema', 'help']);
    expect(await wordsFor('help rel')).toEqual(['release']);
  });

  it('offers the options of the command, and what their values are', async () => {
    const options = await wordsFor('assign --');
    expect(options).toEqual(expect.arrayContaining(['--to', '--dry-run', '--config', '--help']));
    expect(options).not.toContain('--from');
    expect(await wordsFor('assign web --log-level inf')).toEqual(['info']);
    expect(await wordsFor('assign --log-level=inf')).toEqual(['--log-level=info']);
    expect(await wordsFor('notify --state MASTER_')).toEqual(['MASTER_RX_LOWER_PRI']);
    expect(await wordsFor('status --config ')).toEqual([':files']);
  });

  it('offers each kind of address that there is', async () => {
    const { stdout } = await keepalivedHost().run('config schema');
    const kinds = await wordsFor('assign --kind ');
    expect(kinds.length).toBeGreaterThan(4);
    for (const kind of kinds) expect(stdout).toContain(`"const": "${kind}"`);
  });

  it('offers the addresses of the config, each once', async () => {
    expect(await offered('assign ')).toEqual([
      'web digitalocean-reserved-ip 203.0.113.10',
      'six digitalocean-reserved-ipv6 2001:db8::10',
    ]);
    expect(await wordsFor('status web ')).toEqual(['six']);
    const other = temporaryFile(
      'other.yaml',
      'addresses: [{ name: db, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }]',
    );
    expect(await wordsFor(`assign --config ${other} `)).toEqual(['db']);
    expect(await wordsFor(`assign --config = ${other} `)).toEqual(['db']);
  });

  it('offers the nodes and instances that this host has heard of', async () => {
    const host = keepalivedHost();
    await host.run('notify INSTANCE VI_1 MASTER 200');
    await host.run('notify GROUP VG_9 BACKUP 0');
    expect(await offered('assign web --to ', host)).toEqual(['111 lb1', '222 lb2']);
    expect(await wordsFor('assign web --to = 22', host)).toEqual(['222']);
    expect(await wordsFor('notify --instance ', host)).toEqual(['VI_1', 'VI_2', 'VG_9']);
  });

  it('offers the channels of alerts and the leases that the config names', async () => {
    const folder = temporaryFolder();
    const url = join(folder, 'url');
    writeFileSync(url, 'https://hooks.slack.example/x', { mode: 0o600 });
    const host = keepalivedHost(`
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: { lease: front } }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10', follow: { lease: front } }
  - { name: far, kind: digitalocean-reserved-ip, ip: 203.0.113.12, follow: { hosts: fleet } }
hosts: { fleet: { controllers: [c1], nodes: [{ node: '111', name: lb1, tcp: '10.0.0.1:80' }] } }
leases: { host: c1, etcd: { endpoints: ['http://127.0.0.1:2379'] } }
alerts:
  channels:
    - { name: ops, type: slack, urlFile: ${url} }
    - { name: night, type: slack, urlFile: ${url} }
`);
    expect(await offered('alert test ', host)).toEqual(['ops slack', 'night slack']);
    expect(await wordsFor('alert test ops ', host)).toEqual(['night']);
    expect(await wordsFor('lease release ', host)).toEqual(['front', 'hosts.fleet']);
  });

  it('is silent where config and journal cannot be read', async () => {
    const host = keepalivedHost('addresses: [');
    writeFileSync(join(host.stateFolder, 'journal.jsonl'), '{"broken');
    expect(await offered('assign ', host)).toEqual([]);
    expect(await offered('assign --to ', host)).toEqual([]);
    expect(await offered('alert test ', host)).toEqual([]);
    expect(await offered('nonsense ', host)).toEqual([]);
  });

  it('cuts no name in two, whatever keepalived calls its instances', async () => {
    const host = keepalivedHost();
    await host.run('notify INSTANCE VI\u0007\t9 MASTER 200');
    expect(await wordsFor('notify --instance VI', host)).toEqual(['VI_1', 'VI_2']);
  });
});

/** A shell that has floatip in its PATH, and a config with `web`. */
function shell(): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  const floatip = join(folder, 'floatip');
  writeFileSync(floatip, `#!/bin/sh\nexec ${process.execPath} ${resolve('bin/floatip.js')} "$@"\n`);
  chmodSync(floatip, 0o755);
  return {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    FLOATIP_STATE_DIR: folder,
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_CONFIG: temporaryFile(
      'config.yaml',
      'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }]',
    ),
  };
}

/** How a shell is made to complete the last of these words, and to print what it would show. */
const asking: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) => `source <(floatip completion bash)
    COMP_WORDS=(${quoted(words)}) COMP_CWORD=${words.length - 1}
    _floatip floatip; printf '%s\n' "\${COMPREPLY[@]}"`,
  zsh: (words) => `compdef() { : }; _describe() { print -l -- "\${candidates[@]}" }
    eval "$(floatip completion zsh)"
    words=(${quoted(words)}) CURRENT=${words.length}; _floatip`,
  fish: (words) => `floatip completion fish | source; complete --do-complete '${words.join(' ')}'`,
};

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(' ');
}

describe.each(Object.entries(asking))('in %s', (name, script) => {
  const isThere = spawnSync(name, ['-c', 'true']).status === 0;
  if (!isThere) console.log(`completion in ${name} is not tried: there is no ${name}`);

  it.skipIf(!isThere).each([
    ['one that has begun', ['assign', 'w'], ['web']],
    ['one of which nothing is there', ['config', ''], ['check', 'schema', 'help']],
    ['the value of an option', ['assign', 'web', '--kind', 'tencent-h'], ['tencent-havip']],
    ['an option', ['assign', '--dry'], ['--dry-run']],
  ])('a word is completed, with nothing else on the screen: %s', (_what, words, offers) => {
    const line = script(['floatip', ...words]);
    const printed = execFileSync(name, ['-c', line], { env: shell(), encoding: 'utf8' });
    const shown = printed.trimEnd().split('\n');
    // fish sorts them.
    expect(new Set(shown.map((one) => one.split(/[:\t]/, 1)[0]))).toEqual(new Set(offers));
  });
});
