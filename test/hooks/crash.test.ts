import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { recordedRole } from '../support/boot-folder.ts';
import { ending, hookHost } from '../support/hook.ts';
import { denyWriteExecute, whyNoSandbox } from '../support/sandbox.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFile } from '../support/temporary.ts';
import { unableHook } from '../support/unable-hook.ts';

/** The shipped hook where Node dies of a signal, in sandboxes as systemd makes them. */

const floatip = resolve('bin/floatip.js');
const master = ['INSTANCE', 'VI_1', 'MASTER', '200'];
const backup = ['INSTANCE', 'VI_1', 'BACKUP', '100'];

function holder({ cloud }: ServedCloud): number | null | undefined {
  cloud.digitalocean.settle();
  return cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet;
}

describe.each(Object.entries(denyWriteExecute))(
  'where memory must not be written and executed, by %s',
  (_by, sandbox) => {
    const whyNot = whyNoSandbox(sandbox);
    if (whyNot !== undefined) console.log(`not tried by ${_by}: ${whyNot}`);

    it.skipIf(whyNot !== undefined)(
      'a hook takes the address all the same, and says so',
      async () => {
        const served = await startServedCloud();
        const host = hookHost(served);
        const hook = unableHook({ host, floatip, shell: [...sandbox, 'sh'] });
        expect(await ending(hook.start(master))).toBe(0);
        expect(holder(served)).toBe(222);
        const said = hook.log().find(({ msg }) => msg.includes('SIGTRAP'));
        expect(said).toMatchObject({
          level: 'warn',
          msg: expect.stringContaining('node --jitless'),
        });
        expect(said?.msg).toContain('MemoryDenyWriteExecute=');
        expect(hook.syslog()).toEqual([
          expect.stringMatching(/^-t floatip -p daemon\.warning -- /),
        ]);
      },
    );
  },
);

/** Crashes as V8 does where it must not compile. */
function crashing(signal: string): string {
  const text = `#!/bin/sh
case $NODE_OPTIONS in *--jitless*) ;; *) kill -${signal} $$ ;; esac
exec ${process.execPath} ${floatip} "$@"
`;
  return temporaryFile('floatip', text, 0o755);
}

describe('a floatip that dies of a signal', () => {
  it.each(['TRAP', 'ILL', 'SEGV', 'BUS', 'ABRT', 'SYS'])(
    'SIG%s is started again without a compiler, once for each keepalived',
    async (signal) => {
      const host = hookHost(await startServedCloud());
      const hook = unableHook({ host, floatip: crashing(signal) });
      for (const words of [backup, backup]) expect(await ending(hook.start(words))).toBe(0);
      expect(recordedRole(host.runtime)).toBe('BACKUP');
      expect(hook.syslog()).toEqual([expect.stringContaining(`killed by SIG${signal}`)]);
      expect(readdirSync(host.runtime)).toContain(`jitless-${process.pid}`);
    },
  );

  it('SIGKILL is not started again: somebody meant it, or there is no memory', async () => {
    const host = hookHost(await startServedCloud());
    const hook = unableHook({ host, floatip: crashing('KILL') });
    expect(await ending(hook.start(backup))).toBe(137);
    expect(hook.log()).toMatchObject([
      { msg: expect.stringContaining('a hook could not run: floatip was killed by SIGKILL. ') },
    ]);
  });

  it('keeps what NODE_OPTIONS said before', async () => {
    const host = hookHost(await startServedCloud());
    const env = { NODE_OPTIONS: '--max-old-space-size=64' };
    const text = `#!/bin/sh\ncase $NODE_OPTIONS in *size=64*--jitless*) exit 0 ;; esac\nkill -TRAP $$\n`;
    const hook = unableHook({ host, floatip: temporaryFile('floatip', text, 0o755), env });
    expect(await ending(hook.start(backup))).toBe(0);
  });
});

describe('a limit on the address space', () => {
  it('does not keep a hook from telling', async () => {
    const host = hookHost(await startServedCloud());
    const limited = ['sh', '-c', 'ulimit -v 400000; exec sh "$0" "$@"'];
    const hook = unableHook({ host, floatip, shell: limited });
    await ending(hook.start(backup));
    expect(hook.log().map(({ msg }) => msg)).toContainEqual(
      expect.stringMatching(/killed by|could not run/),
    );
    expect(await host.run(['history'])).toBe(0);
    expect(recordedRole(host.runtime)).toBe('BACKUP');
  });
});
