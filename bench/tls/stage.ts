import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecureVersion } from 'node:tls';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import type { Chain } from './chain.ts';
import { openDoor } from './door.ts';
import type { Door } from './door.ts';
import type { Distance } from './network.ts';

export const ip = '203.0.113.10';

/** A cloud at a distance, and a host with a watcher. */
export interface Stage {
  readonly roundTripMs: number;
  readonly version: SecureVersion;
  readonly served: ServedCloud;
  readonly door: Door;
  /** Of what runs on the host. */
  readonly env: Readonly<Record<string, string>>;
  /** The host's, with one of each contestant in it. */
  readonly folder: string;
  tell(state: 'MASTER' | 'BACKUP'): void;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly distance: Distance;
  readonly version: SecureVersion;
  readonly served: ServedCloud;
  readonly chain: Chain;
  readonly folder: string;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const { distance, version, served, chain } = options;
  const { listen, host, roundTripMs } = distance;
  const folder = join(options.folder, `${host}-${version}`);
  mkdirSync(folder);
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    `timing: { interval: 1s }\naddresses:\n  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }\n`,
  );
  const door = await openDoor({ listen, chain, version, to: served.endpoint });
  const endpoint = `https://${host}:${door.port}`;
  const env = { ...environment(served, endpoint, chain), FLOATIP_CONFIG: config };
  const fifo = join(folder, 'fifo');
  spawnSync('mkfifo', [fifo]);
  const stage = { roundTripMs, version, served, door, env, folder };
  served.cloud.received.clear();
  const args = ['watch', '--fifo', fifo, '--listen', '127.0.0.1:0'];
  const watcher = startFloatip(stage, args, 'watch');
  await waitFor(() => served.cloud.received.list().some(({ path }) => path.endsWith(ip)));
  return {
    ...stage,
    tell: (state) => appendFileSync(fifo, `INSTANCE "VI_1" ${state} 200\n`),
    async close() {
      watcher.kill();
      if (watcher.exitCode === null) await once(watcher, 'exit');
      door.close();
    },
  };
}

function environment(
  { metadata }: ServedCloud,
  endpoint: string,
  { roots }: Chain,
): Readonly<Record<string, string>> {
  const here = metadata.get('222') ?? '';
  return {
    PATH: process.env['PATH'] ?? '',
    DO_TOKEN: 'dop_v1_rehearsal',
    FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: here,
    ENDPOINT: endpoint,
    METADATA: here,
    // All read as many roots as they do by default, and when they do: NODE_EXTRA_CA_CERTS has Node read them earlier.
    NODE_OPTIONS: '--use-openssl-ca',
    SSL_CERT_FILE: roots,
    SSL_CERT_DIR: '/nonexistent',
    CURL_CA_BUNDLE: roots,
    REQUESTS_CA_BUNDLE: roots,
  };
}

type Host = Pick<Stage, 'env' | 'folder'>;

/** What a host keeps is in a folder of a name: a hook hands over to the watcher whose folder it has. */
export function startFloatip(
  { env, folder }: Host,
  args: readonly string[],
  name: string,
): ChildProcess {
  const own = join(folder, name);
  return spawn(process.execPath, ['bin/floatip.js', ...args], {
    env: { ...env, FLOATIP_RUNTIME_DIR: own, FLOATIP_STATE_DIR: own },
    stdio: 'ignore',
  });
}

export async function waitFor(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 5000) throw new Error('Waited for 10 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
