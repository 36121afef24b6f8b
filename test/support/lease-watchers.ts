import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { runCli } from './run-cli.ts';
import type { MainRun } from './run-main.ts';
import { temporaryFile, temporaryFolder } from './temporary.ts';
import { token } from './token.ts';

/** A host with a watcher in a process of its own, that follows lease web. */
export interface LeaseWatcher {
  readonly node: number;
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
  /** As systemd does. */
  stop(): Promise<void>;
  run(args: readonly string[]): Promise<MainRun>;
}

export interface LeaseWatcherOptions {
  readonly cloud: ServedCloud;
  readonly endpoints: readonly string[];
  /** With which it goes on without etcd, and where it is to be asked itself: `HOST:PORT`. */
  readonly failsafe?: { readonly listen: string; readonly peers: readonly string[] };
}

export function startLeaseWatcher(
  node: number,
  { cloud, endpoints, failsafe }: LeaseWatcherOptions,
): LeaseWatcher {
  const config = temporaryFile(
    'config.yaml',
    `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: { lease: web } }
leases:
  host: lb${node}
  etcd: { endpoints: [${endpoints.join(', ')}], ttl: 3s }
${failsafe === undefined ? '' : '  failsafe: peers'}
timing: { interval: 1s }
${failsafe === undefined ? '' : `peers: [${failsafe.peers.map((peer) => `'${peer}'`).join(', ')}]`}
`,
  );
  const listening = failsafe === undefined ? [] : ['--listen', failsafe.listen];
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'state'));
  const env = {
    DO_TOKEN: token,
    FLOATIP_CONFIG: config,
    FLOATIP_DIGITALOCEAN_ENDPOINT: cloud.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: cloud.metadata.get(String(node)) ?? '',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: join(folder, 'state'),
  };
  const child = spawn(process.execPath, ['bin/floatip.js', 'watch', ...listening], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'ignore',
  });
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  onTestFinished(() => end('SIGKILL'));
  return {
    node,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    run: (args) => runCli(args, { env }),
  };
}
