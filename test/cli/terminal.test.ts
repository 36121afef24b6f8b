import { describe, expect, it } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { hasPython, runAtTerminal } from '../support/pty.ts';
import type { AtTerminal } from '../support/pty.ts';
import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';
import { token } from '../support/token.ts';

/** The built bundle at a real terminal, which Python makes. */

const ip = '203.0.113.10';
const web = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip} }]\n`;
const question = 'Go on? [y/N]';

function envOf(served: ServedCloud): Record<string, string> {
  const folder = temporaryFolder();
  return {
    DO_TOKEN: token,
    FLOATIP_CONFIG: temporaryFile('config.yaml', web),
    FLOATIP_DIGITALOCEAN_ENDPOINT: served.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: served.metadata.get('111') ?? '',
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
  };
}

async function release(served: ServedCloud, answer: string): Promise<AtTerminal> {
  return await runAtTerminal(['release'], { question, answer, env: envOf(served) });
}

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

describe.skipIf(!hasPython)('floatip release at a terminal', () => {
  it('asks, and does it after a yes', { timeout: 30_000 }, async () => {
    const served = await startServedCloud();
    const { code, screen } = await release(served, 'y\n');
    expect(screen).toContain(`web ${ip}: is taken from this host`);
    expect(screen).toMatch(/Go on\? \[y\/N\] y\n+web 203\.0\.113\.10: released by 111/);
    expect({ code, holder: holder(served) }).toEqual({ code: 0, holder: null });
  });

  it.each([
    ['no', 'n\n'],
    ['Enter', '\n'],
    ['Ctrl-D', '\u0004'],
    ['Ctrl-C', '\u0003'],
  ])('changes nothing after %s', { timeout: 30_000 }, async (_what, answer) => {
    const served = await startServedCloud();
    const { code, screen } = await release(served, answer);
    expect(screen).toContain(question);
    expect(screen).not.toContain('bug');
    expect({ code, holder: holder(served) }).toEqual({ code: 130, holder: 111 });
  });
});

describe('floatip release without a terminal', () => {
  it('is refused', async () => {
    const served = await startServedCloud();
    const run = await runCli(['release'], { env: envOf(served) });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('say --all');
    expect(holder(served)).toBe(111);
  });
});
