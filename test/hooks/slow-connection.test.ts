import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Report } from '../../src/app/command.ts';
import type { ServedCloud } from '../../src/emulator/serve.ts';
import { recordedRole } from '../support/boot-folder.ts';
import { testCertificate } from '../support/certificate.ts';
import type { Front } from '../support/front.ts';
import { ending, hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { startFront } from '../support/start-front.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

/** An API whose connections take their time: whoever is BACKUP by then sends nothing. */

const handshakeMs = 1500;
const master = ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200', '--json'];
const backup = ['notify', 'INSTANCE', 'VI_1', 'BACKUP', '200'];

interface Started {
  readonly child: ChildProcess;
  readonly stdout: Promise<string>;
}

interface Scene {
  readonly served: ServedCloud;
  readonly front: Front;
  readonly host: HookHost;
  start(args: readonly string[]): Started;
}

async function arrange(): Promise<Scene> {
  const served = await startServedCloud();
  const front = await startFront({ to: served.endpoint, isSecure: true, handshakeMs });
  const host = hookHost({ ...served, endpoint: front.url });
  const env = { ...host.env, NODE_EXTRA_CA_CERTS: temporaryFile('ca.pem', testCertificate) };
  return {
    served,
    front,
    host,
    start(args) {
      const child = spawn(process.execPath, ['bin/floatip.js', ...args], {
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return { child, stdout: text(child.stdout) };
    },
  };
}

function writes({ served }: Scene): number {
  return served.cloud.received.list().filter(({ method }) => method === 'POST').length;
}

async function connecting({ front }: Scene): Promise<void> {
  await expect.poll(() => front.open(), { timeout: 10_000, interval: 5 }).toBeGreaterThan(0);
}

/** What a run says, and what it ended with. */
async function said({ child, stdout }: Started): Promise<{ code: unknown; report: Report }> {
  return { code: await ending(child), report: JSON.parse(await stdout) };
}

const nothingSent = {
  code: 5,
  report: { results: [expect.objectContaining({ outcome: 'superseded', writes: 0 })] },
};

describe('a connection that takes its time', () => {
  it('carries the write of a hook that is still wanted', async () => {
    const scene = await arrange();
    const { code, report } = await said(scene.start(master));
    expect({ code, outcome: report.results[0]?.outcome }).toEqual({ code: 0, outcome: 'moved' });
    expect(report.results[0]?.durationMs).toBeGreaterThan(handshakeMs);
  });

  it('carries none of a hook whose host is BACKUP by then, and ends it at once', async () => {
    const scene = await arrange();
    const taking = scene.start(master);
    await connecting(scene);
    await ending(scene.start(backup).child);
    const recordedAt = Date.now();
    expect(await said(taking)).toMatchObject(nothingSent);
    expect(Date.now() - recordedAt).toBeLessThan(handshakeMs / 2);
    expect({ writes: writes(scene), heard: scene.front.heardAt }).toEqual({ writes: 0, heard: [] });
  });

  it('carries none of a hook that was stopped meanwhile, and goes on', async () => {
    const scene = await arrange();
    const taking = scene.start(master);
    await connecting(scene);
    taking.child.kill('SIGSTOP');
    await ending(scene.start(backup).child);
    // All that it waited for has happened when it goes on.
    await new Promise((resolve) => setTimeout(resolve, handshakeMs));
    taking.child.kill('SIGCONT');
    expect(await said(taking)).toMatchObject(nothingSent);
    expect({ writes: writes(scene), heard: scene.front.heardAt }).toEqual({ writes: 0, heard: [] });
  });

  it('carries none of a watcher that has read BACKUP by then', async () => {
    const scene = await arrange();
    const fifo = join(temporaryFolder(), 'fifo');
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    const { child } = scene.start(['watch', '--fifo', fifo]);
    const tell = (state: string): void => appendFileSync(fifo, `INSTANCE "VI_1" ${state} 200\n`);
    // Its first look has a connection, which is closed before the takeover needs one.
    await expect.poll(() => scene.front.heardAt.length, { timeout: 20_000 }).toBe(1);
    scene.front.breakAll();
    tell('MASTER');
    await connecting(scene);
    tell('BACKUP');
    await expect.poll(() => recordedRole(scene.host.runtime)).toBe('BACKUP');
    await new Promise((resolve) => setTimeout(resolve, handshakeMs + 500));
    expect(writes(scene)).toBe(0);
    child.kill('SIGTERM');
    await ending(child);
  });
});
