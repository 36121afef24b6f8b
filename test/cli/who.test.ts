import { describe, expect, it } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { hasPython, runAtTerminal } from '../support/pty.ts';
import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

/** Who did it, as the built bundle finds out. */

const config =
  'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]\n';

function envOf(served: ServedCloud): Record<string, string> {
  const folder = temporaryFolder();
  return {
    DO_TOKEN: token,
    FLOATIP_CONFIG: temporaryFile('config.yaml', config),
    FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('222') ?? '',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
  };
}

describe('the history says who did it', () => {
  it.skipIf(!hasPython)('at which terminal, and after sudo', { timeout: 30_000 }, async () => {
    const env = envOf(await startServedCloud());
    // No question comes: the address is named.
    const typed = { question: 'Go on?', answer: 'y\n', env: { ...env, SUDO_USER: 'alice' } };
    expect((await runAtTerminal(['assign', 'web'], typed)).code).toBe(0);
    const { stdout } = await runCli(['history'], { env });
    expect(stdout).toMatch(/\(assign, 1 write, by alice as \S+ on pts\/\d+\)$/m);
    const journal = (await runCli(['history', '--json'], { env })).stdout.split('\n');
    expect(JSON.parse(journal[0] ?? '')).toMatchObject({
      version: 1,
      who: { how: 'operator', user: 'alice', tty: expect.stringMatching(/^pts\//) },
    });
  });

  it.each([
    [['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'], {}, 'by keepalived)'],
    [['reconcile'], {}, 'by cron)'],
    [['reconcile'], { INVOCATION_ID: '0123' }, 'by systemd)'],
  ])('%j without a terminal, %j: %s', { timeout: 30_000 }, async (args, more, by) => {
    const served = await startServedCloud();
    const env = { ...envOf(served), ...more };
    if (args[0] === 'reconcile') {
      await runCli(['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'], { env });
      const { digitalocean } = served.cloud;
      digitalocean.settle();
      digitalocean.place(digitalocean.reservedIps.get('203.0.113.10')!, null);
    }
    expect((await runCli([...args], { env })).code).toBe(0);
    const { stdout } = await runCli(['history'], { env });
    expect(stdout.trimEnd().split('\n').at(-1)).toContain(by);
  });
});
