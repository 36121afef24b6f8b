import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import { expect, it, onTestFinished } from 'vitest';

import type { Diagnosis } from '../../../src/app/doctor/doctor.ts';
import type { Check } from '../../../src/ports/check.ts';
import { freePorts } from '../../support/free-ports.ts';
import { startLateAnswerer, unusedUdpPort } from '../../support/late-answerer.ts';
import { runCli } from '../../support/run-cli.ts';
import { startServedCloud } from '../../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary.ts';
import { token } from '../../support/token.ts';

interface HostOptions {
  readonly ip: string;
  /** Of its pages. */
  readonly port: number;
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
}

interface PairHost {
  readonly child: ChildProcess;
  readonly path: string;
  /** Until the watcher has logged that once more. */
  until(message: string): Promise<void>;
}

/** The built `floatip watch` of a host, which is an IP of loopback. */
function watchAt({ ip, port, config, env }: HostOptions): PairHost {
  const path = temporaryFile('config.yaml', config);
  const listen = ['--listen', `${ip}:${port}`];
  const args = ['bin/floatip.js', 'watch', '--config', path, ...listen, '--log-format', 'json'];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], DO_TOKEN: token, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const logging = new EventEmitter();
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    logging.emit('line');
  });
  return {
    child,
    path,
    async until(message) {
      for (;;) {
        const line = lines.shift();
        if (line?.includes(message) === true) return;
        if (line === undefined) await once(logging, 'line');
      }
    },
  };
}

it('measures the way to the watchers of other hosts, and refuses what is too quick for it', async () => {
  const served = await startServedCloud();
  const [port = 0] = await freePorts(1);
  const udpPort = await unusedUdpPort('127.0.0.1', '127.0.0.2', '127.0.0.3');
  await startLateAnswerer({ ip: '127.0.0.3', port: udpPort, from: 100, ms: 120 });
  const configOf = (
    ip: string,
    peers: readonly string[],
    doctor = `{ jitter: '${ip}:${udpPort}' }`,
  ) => `
addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]
peers: [${peers.join(', ')}]
doctor: ${doctor}
`;
  const hostAt = (ip: string, node: string, peers: readonly string[]) => {
    const folder = temporaryFolder();
    const env = {
      FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
      FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get(node) ?? '',
      FLOATIP_RUNTIME_DIR: folder,
      FLOATIP_STATE_DIR: folder,
    };
    return { env, watcher: watchAt({ ip, port, env, config: configOf(ip, peers) }) };
  };
  const lb1 = hostAt('127.0.0.1', '111', [`127.0.0.2:${port}`, `127.0.0.3:${port}`]);
  const lb2 = hostAt('127.0.0.2', '222', [`127.0.0.1:${port}`]);
  await Promise.all([lb1, lb2].map(({ watcher }) => watcher.until('answers doctor of peers')));
  const conf = temporaryFile(
    'keepalived.conf',
    'global_defs {\n  vrrp_version 3\n}\nvrrp_instance VI_1 {\n  priority 100\n  advert_int 0.02\n}\n',
  );
  const doctor = async ({ env, watcher: { path } }: typeof lb1): Promise<readonly Check[]> => {
    const args = ['doctor', '--json', '--config', path, '--keepalived-conf', conf];
    const { stdout } = await runCli(args, { env });
    const { checks } = JSON.parse(stdout) as Diagnosis;
    return checks.filter(({ id }) => id === 'peer.jitter');
  };
  const seen =
    /^127\.0\.0\.[12]: there and back in [\d.]+ ms, at most .*; longest gap .*; \d+ of 250 lost\. fast .*, balanced .*, safe .*\. advert_int 0\.02 of vrrp_instance VI_1 /;
  const [even, late] = await doctor(lb1);
  expect(even).toMatchObject({ detail: expect.stringMatching(seen) });
  expect(late).toMatchObject({
    status: 'warn',
    detail: expect.stringMatching(/^127\.0\.0\.3: .*fast does not fit \(a gap of /),
    fix: expect.stringContaining(`${conf}:6`),
  });
  expect(await doctor(lb2)).toMatchObject([{ detail: expect.stringMatching(seen) }]);

  writeFileSync(
    lb2.watcher.path,
    configOf('127.0.0.2', [`127.0.0.1:${port}`], '{ interval: 60m }'),
  );
  lb2.watcher.child.kill('SIGHUP');
  await lb2.watcher.until('config read again');
  expect((await doctor(lb1))[0]).toMatchObject({
    status: 'skipped',
    detail: `No answer from 127.0.0.2:${udpPort} (UDP): ECONNREFUSED`,
    fix: expect.stringContaining(`doctor: { jitter: '127.0.0.2:${udpPort}' }`),
  });
  // Where the config of a host has nothing of it, it does not ask either.
  expect(await doctor(lb2)).toEqual([]);
}, 60_000);
