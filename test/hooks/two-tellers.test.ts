import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { hookHost } from '../support/hook.ts';
import type { HookHost } from '../support/hook.ts';
import { canRunKeepalived, startKeepalived, until } from '../support/real-keepalived.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile } from '../support/temporary.ts';

/** What a built floatip says of real keepalived that are set up wrong. */

interface Scene {
  readonly host: HookHost;
  readonly hook: string;
  /** What floatip writes to stderr, as somebody would read it who types this. */
  told(args: readonly string[]): Promise<string>;
}

async function scene(): Promise<Scene> {
  const host = hookHost(await startServedCloud());
  const floatip = `${process.execPath} ${resolve('bin/floatip.js')}`;
  const hook = temporaryFile(
    'hook.sh',
    `#!/bin/sh\nexec ${floatip} notify --timeout 1 "$@"\n`,
    0o755,
  );
  const told = async (args: readonly string[]): Promise<string> => {
    const stdio = ['ignore', 'ignore', 'pipe'] as const;
    const child = spawn(process.execPath, ['bin/floatip.js', ...args], {
      env: host.env,
      stdio: [...stdio],
    });
    let stderr = '';
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    await once(child, 'close');
    return stderr;
  };
  return { host, hook, told };
}

function journal({ state }: HookHost): string {
  const path = join(state, 'journal.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function masters(host: HookHost): number {
  return journal(host).split('"state":"MASTER"').length - 1;
}

describe.skipIf(!canRunKeepalived)('keepalived', () => {
  it('that runs twice and tells of one instance is warned of, until one has ended', async () => {
    const { host, hook, told } = await scene();
    const options = { env: host.env, lines: [`notify ${hook}`] };
    startKeepalived(options);
    await until('the first is MASTER', () => masters(host) === 1);
    const none = await told(['reconcile', '--dry-run']);
    const second = startKeepalived({ ...options, name: 'keepalived-2', isContained: true });
    await until('the second is MASTER', () => masters(host) === 2);
    // The cloud of this test lives elsewhere, and what the host says of it does not matter.
    const two = "Two keepalived that run on this host tell of 'VI_1'";
    expect(none).not.toContain(two);
    expect(await told(['status', '--timeout', '10'])).toContain(two);
    await told(['reconcile', '--timeout', '10']);
    expect(journal(host).split(two)).toHaveLength(2);
    await second.kill();
    expect(await told(['status', '--timeout', '10'])).not.toContain(two);
  });

  it('with another notify before that of floatip is said to have told nothing', async () => {
    const { host, hook, told } = await scene();
    const lines = ['notify /bin/true', `notify ${hook}`];
    const keepalived = startKeepalived({ env: host.env, lines });
    await until('MASTER', () => keepalived.log().includes('Entering MASTER STATE'));
    expect(keepalived.log()).toContain('already specified - ignoring');
    expect(journal(host)).toBe('');
    // As floatip has it from the kernel, in the network of that keepalived.
    await until('it runs for ten seconds', () => keepalived.age() > 10_500);
    const status = keepalived.run(['bin/floatip.js', 'status', '--timeout', '1'], host.env);
    expect(status).toContain("has told floatip nothing of 'VI_1'");
    expect(status).toContain('already specified - ignoring');
    expect(await told(['status', '--timeout', '10'])).not.toContain('has told floatip nothing');
  });
});
