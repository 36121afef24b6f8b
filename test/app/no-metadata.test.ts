import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';

const silence =
  'No metadata of a Droplet came from http://metadata-222.test in 5.0 s, so nothing was sent';

const nameIt =
  'Run floatip on the Droplet itself, or name the Droplet with --to, or --from to release';

/** A host that has only just booted: nobody has told it yet who it is. */
function silentHost(): KeepalivedHost {
  const host = keepalivedHost();
  const match = { service: 'digitalocean-metadata' } as const;
  host.world.cloud.faults.add({ match, times: 0, fault: { type: 'hang' } });
  return host;
}

async function outcomes(host: KeepalivedHost): Promise<readonly unknown[]> {
  const { stdout } = await host.run('history --json');
  const entries = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return entries.filter(({ type }) => type === 'outcome').map(({ result }) => result);
}

describe('a metadata service that says nothing, on a host that does not know itself yet', () => {
  it.each([
    ['assign web', nameIt],
    ['release web', nameIt],
    ['notify INSTANCE VI_1 MASTER 200', 'Try it on this host: curl -m 2 http://metadata-222.test'],
    ['reconcile', 'Try it on this host: curl -m 2 http://metadata-222.test'],
  ])('%s says so for the address, and writes it down', async (line, hint) => {
    const host = silentHost();
    const run = await host.run(`${line} --timeout 5`);
    expect(run.code).toBe(6);
    expect(run.stderr).toContain(`floatip: web 203.0.113.10: ${silence}. ${hint}`);
    expect(await outcomes(host)).toContainEqual(
      expect.objectContaining({
        name: 'web',
        outcome: 'timed-out',
        writes: 0,
        durationMs: 5000,
        error: expect.objectContaining({ class: 'deadline', message: silence }),
      }),
    );
  });

  it.each(['assign web --to 111', 'release web --from 111'])('%s needs none', async (line) => {
    expect(await silentHost().run(line)).toMatchObject({ code: 0, stderr: '' });
  });

  it('a dry run says so as well, and writes nothing down', async () => {
    const host = silentHost();
    const run = await host.run('assign web --dry-run --json --timeout 5');
    expect(reportOf(run).results).toMatchObject([{ outcome: 'timed-out', writes: 0 }]);
    expect(await outcomes(host).catch(() => [])).toEqual([]);
  });
});
