import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { oddFolders } from '../support/odd-files.ts';
import { temporaryFolder } from '../support/temporary.ts';

const heard = (instance: string): readonly string[] => [
  '--instance',
  instance,
  '--state',
  'MASTER_RX_LOWER_PRI',
];

/** keepalived, where the second in which a hook is enough lasts until it is told to pass. */
interface Keepalived {
  runHook(args: readonly string[]): void;
  letTheSecondPass(): void;
  /** What floatip was told, one line each. */
  told(): readonly string[];
}

function startKeepalived(runtime?: string): Keepalived {
  const folder = temporaryFolder();
  const [toldTo, stillNow] = [join(folder, 'told'), join(folder, 'still-now')];
  const script = (name: string, line: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${line}\n`, { mode: 0o755 });
    return path;
  };
  writeFileSync(toldTo, '');
  writeFileSync(stillNow, '');
  script('sleep', `while [ -e ${stillNow} ]; do /bin/sleep 0.01; done`);
  const letTheSecondPass = (): void => rmSync(stillNow, { force: true });
  onTestFinished(letTheSecondPass);
  const env = {
    PATH: `${folder}${delimiter}${process.env['PATH']}`,
    FLOATIP: script('floatip', `echo "$@" >>${toldTo}`),
    FLOATIP_RUNTIME_DIR: runtime ?? join(folder, 'run'),
  };
  return {
    runHook(args) {
      const { status, stderr } = spawnSync(resolve('hooks/keepalived-notify'), args, { env });
      expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
    },
    letTheSecondPass,
    told: () => readFileSync(toldTo, 'utf8').trim().split('\n'),
  };
}

describe('a host of lower priority that is heard with every advert', () => {
  it('is told to floatip once a second, for each instance', async () => {
    const keepalived = startKeepalived();
    for (const name of ['VI_1', 'VI_1', 'VI_2', 'VI_1']) keepalived.runHook(heard(name));
    expect(keepalived.told()).toEqual([
      'notify --instance VI_1 --state MASTER_RX_LOWER_PRI',
      'notify --instance VI_2 --state MASTER_RX_LOWER_PRI',
    ]);
    keepalived.letTheSecondPass();
    const tellAgain = (): number => {
      keepalived.runHook(heard('VI_1'));
      return keepalived.told().length;
    };
    await expect.poll(tellAgain).toBe(3);
  });

  it('hides no other event', () => {
    const keepalived = startKeepalived();
    const states = ['MASTER', 'BACKUP', 'MASTER', 'MASTER'];
    keepalived.runHook(heard('VI_1'));
    for (const state of states) keepalived.runHook(['INSTANCE', 'VI_1', state, '200']);
    expect(keepalived.told().slice(1)).toEqual(
      states.map((state) => `notify INSTANCE VI_1 ${state} 200`),
    );
  });

  it.each(oddFolders.filter(([what]) => what === 'a FIFO' || what === 'a file'))(
    'is told each time where %s is in the way',
    (_what, put) => {
      const runtime = temporaryFolder();
      const keepalived = startKeepalived(runtime);
      keepalived.runHook(heard('VI_1'));
      keepalived.letTheSecondPass();
      const [told = ''] = readdirSync(runtime);
      rmSync(join(runtime, told), { recursive: true });
      put(join(runtime, told), '');
      for (let count = 0; count < 2; count += 1) keepalived.runHook(heard('VI_1'));
      expect(keepalived.told()).toHaveLength(3);
    },
  );

  it('is told each time where nothing can be noted', () => {
    const keepalived = startKeepalived('/dev/null');
    for (const name of ['VI_1', 'VI_1']) keepalived.runHook(heard(name));
    expect(keepalived.told()).toHaveLength(2);
  });
});
