import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { arping } from '../../../src/lib/host/arping.ts';
import { asFailure, Failure } from '../../../src/ports/failure.ts';
import { temporaryFolder } from '../../support/temporary.ts';

/** Puts a program of that name before all others. */
function install(script: string): void {
  const { PATH } = process.env;
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'arping'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'arping'), 0o755);
  process.env['PATH'] = `${folder}:${PATH}`;
  onTestFinished(() => void (process.env['PATH'] = PATH));
}

const { signal } = new AbortController();
const beforeSend = (): void => undefined;
const now = { interfaceName: 'eth0', isHere: () => true, sending: { signal, beforeSend } };
const over = new Failure('superseded', 'No longer ours');
const refuse = (): never => {
  throw over;
};

async function announce(): Promise<Failure | undefined> {
  return await arping({ ...now, ip: '192.0.2.1' }).then(() => undefined, asFailure);
}

it('takes an announcement that nobody answers for made', async () => {
  install('exit 1');
  expect(await announce()).toBeUndefined();
});

it('says what to allow where arping is not allowed to give up its rights', async () => {
  install('echo "arping: setuid: Operation not permitted" >&2; exit 255');
  expect(await announce()).toMatchObject({
    class: 'config',
    message: 'arping failed: arping: setuid: Operation not permitted',
    hint: 'Let it have CAP_NET_RAW and, in a unit of systemd, SystemCallFilter=capset setuid: see hooks/floatip.service',
  });
});

it('has the interface checked where arping cannot use it', async () => {
  install('echo "Interface \\"eth0\\" is not ARPable" >&2; exit 2');
  expect((await announce())?.hint).toBe('Check the interface in the config');
});

/** An arping that notes when it begins and ends. */
function installNoting(): () => readonly string[] {
  const log = join(temporaryFolder(), 'log');
  install(`echo "begin $*" >>${log}; sleep 0.05; echo end >>${log}`);
  return () => readFileSync(log, 'utf8').trimEnd().split('\n');
}

it('starts no more than 32 processes at once, and all of them in the end', async () => {
  const noted = installNoting();
  const ips = Array.from({ length: 60 }, (_, index) => `192.0.2.${index}`);
  await Promise.all(ips.map((ip) => arping({ ...now, ip })));
  let [running, most] = [0, 0];
  for (const line of noted()) {
    running += line === 'end' ? -1 : 1;
    most = Math.max(most, running);
  }
  expect(noted()).toHaveLength(2 * 2 * ips.length);
  expect(most).toBeLessThanOrEqual(32);
});

it('makes one announcement of an IP that waits, and none that is not wanted any more', async () => {
  const noted = installNoting();
  const controller = new AbortController();
  const first = Array.from({ length: 16 }, (_, index) =>
    arping({ ...now, ip: `192.0.2.${index}` }),
  );
  const waiting = [
    ...[1, 2, 3].map(() => arping({ ...now, ip: '192.0.2.100' })),
    arping({ ...now, ip: '192.0.2.101', isHere: () => false }),
    arping({ ...now, ip: '192.0.2.102', sending: { beforeSend, signal: controller.signal } }),
    arping({ ...now, ip: '192.0.2.103', sending: { beforeSend: refuse, signal } }),
  ];
  controller.abort(new Error('given up'));
  const settled = await Promise.allSettled([...first, ...waiting]);
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  const waited = noted().filter((line) => line.includes('192.0.2.10'));
  expect(waited.filter((line) => line.endsWith('.10'))).toHaveLength(2);
  expect(waited.filter((line) => line.includes('.100'))).toHaveLength(2);
  expect(waited.filter((line) => /\.10[123]$/.test(line))).toEqual([]);
});
