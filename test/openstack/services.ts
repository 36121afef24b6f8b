import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  keystoneSettings,
  letReadersBe,
  makeTables,
  neutronSettings,
  password,
} from './settings.ts';
import type { Ports } from './settings.ts';

/** Debian's Python, whatever else is in front of it in PATH: the packages are for that one. */
const python = '/usr/bin/python3';

/** Keystone and Neutron on loopback. */
export interface RealServices {
  /** Of Keystone's API of version 3. */
  readonly identity: string;
  /** Of Neutron, without its version. */
  readonly network: string;
  /** The ends of their logs, for whoever has to see why something failed. */
  logs(): string;
  stop(): void;
}

/** Throws what went wrong, with what was said. */
export async function startServices(folder: string, ports: Ports): Promise<RealServices> {
  const identity = `http://127.0.0.1:${ports.keystone}/v3`;
  const network = `http://127.0.0.1:${ports.neutron}`;
  prepareKeystone(folder, identity);
  prepareNeutron(folder, ports);
  const keystone = begin(folder, 'keystone', {
    args: ['/usr/bin/keystone-wsgi-public', '-p', String(ports.keystone), '-b', '127.0.0.1'],
    env: {
      OS_KEYSTONE_CONFIG_DIR: folder,
      OS_KEYSTONE_CONFIG_FILES: join(folder, 'keystone.conf'),
    },
  });
  const neutron = begin(folder, 'neutron', {
    args: ['/usr/bin/neutron-server', '--config-file', join(folder, 'neutron.conf')],
    env: {},
  });
  const stop = (): void => {
    for (const child of [keystone, neutron]) child.kill('SIGKILL');
  };
  const services = { identity, network, stop, logs: () => logsIn(folder) };
  try {
    await untilAnswers(identity, keystone);
    await untilAnswers(`${network}/`, neutron);
    return services;
  } catch (error) {
    stop();
    throw new Error(services.logs(), { cause: error });
  }
}

function prepareKeystone(folder: string, identity: string): void {
  for (const name of ['fernet', 'credential']) mkdirSync(join(folder, name));
  const settings = join(folder, 'keystone.conf');
  writeFileSync(settings, keystoneSettings(folder));
  const manage = (...args: readonly string[]): void =>
    run(['/usr/bin/keystone-manage', '--config-file', settings, ...args]);
  const owner = ['--keystone-user', 'root', '--keystone-group', 'root'];
  manage('db_sync');
  run(['-c', letReadersBe(join(folder, 'keystone.db'))]);
  manage('fernet_setup', ...owner);
  manage('credential_setup', ...owner);
  const urls = ['admin', 'internal', 'public'].flatMap((name) => [
    `--bootstrap-${name}-url`,
    identity,
  ]);
  manage(
    'bootstrap',
    '--bootstrap-password',
    password,
    '--bootstrap-region-id',
    'RegionOne',
    ...urls,
  );
}

function prepareNeutron(folder: string, ports: Ports): void {
  writeFileSync(join(folder, 'neutron.conf'), neutronSettings(folder, ports));
  const script = join(folder, 'tables.py');
  writeFileSync(script, makeTables(folder));
  run([script]);
  run(['-c', letReadersBe(join(folder, 'neutron.db'))]);
}

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stderr}`);
}

interface Program {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function begin(folder: string, name: string, { args, env }: Program): ChildProcess {
  const out = openSync(join(folder, `${name}.out`), 'a');
  return spawn(python, args, { env: { ...process.env, ...env }, stdio: ['ignore', out, out] });
}

/** What matters to them most comes last. */
function logsIn(folder: string): string {
  const names = ['keystone.out', 'keystone.log', 'neutron.out', 'neutron.log'];
  return names.map((name) => `${name}:\n${tailOf(join(folder, name))}`).join('\n');
}

function tailOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(-30).join('\n');
  } catch {
    return 'nothing';
  }
}

/** They take half a minute to start, and minutes on a machine that has other things to do. */
const patienceMs = 300_000;

async function untilAnswers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${url}: ended with ${child.exitCode}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
    if (answer !== undefined && answer.status < 500) return;
    if (Date.now() > until) throw new Error(`${url}: no answer`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
