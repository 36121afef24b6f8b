import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it, onTestFinished } from 'vitest';

import { serviceManager } from '../../../src/lib/host/systemd.ts';
import type { ServiceManager } from '../../../src/lib/host/systemd.ts';
import { temporaryFolder } from '../../support/temporary.ts';

interface Hearing {
  readonly service: ServiceManager;
  readonly heard: string[];
  /** It has heard what was told last, or has not. */
  answer(isHeard: boolean): Promise<void>;
}

function hearing(): Hearing {
  const heard: string[] = [];
  let answer: (isHeard: boolean) => void = () => undefined;
  const service = serviceManager('/run/systemd/notify', (states) => {
    heard.push(states.join(' '));
    return new Promise((resolve) => (answer = resolve));
  });
  return {
    service,
    heard,
    async answer(isHeard) {
      answer(isHeard);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

it('tells one at a time, and then the latest of each sort', async () => {
  const { service, heard, answer } = hearing();
  const states = ['WATCHDOG=1', 'READY=1', 'STATUS=a', 'WATCHDOG=1', 'STATUS=b', 'WATCHDOG=1'];
  for (const state of states) service.tell(state);
  expect(heard).toEqual(['WATCHDOG=1']);
  await answer(true);
  expect(heard).toEqual(['WATCHDOG=1', 'READY=1 STATUS=b WATCHDOG=1']);
  await answer(true);
  service.tell('STOPPING=1');
  expect(heard.slice(2)).toEqual(['STOPPING=1']);
});

it('tells again with the next one what was not heard', async () => {
  const { service, heard, answer } = hearing();
  service.tell('READY=1');
  await answer(false);
  expect(heard).toEqual(['READY=1']);
  service.tell('WATCHDOG=1');
  expect(heard.slice(1)).toEqual(['READY=1 WATCHDOG=1']);
});

it('tells nobody outside of systemd', () => {
  const heard: unknown[] = [];
  for (const socket of [undefined, '']) {
    serviceManager(socket, async (states) => heard.push(states) > 0).tell('READY=1');
  }
  expect(heard).toEqual([]);
});

it('tells by systemd-notify', async () => {
  const folder = temporaryFolder();
  const { PATH } = process.env;
  onTestFinished(() => void (process.env['PATH'] = PATH));
  process.env['PATH'] = `${folder}:${PATH}`;
  writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$*" >${folder}/said\n`);
  chmodSync(join(folder, 'systemd-notify'), 0o755);
  serviceManager('/run/systemd/notify').tell('READY=1');
  const said = join(folder, 'said');
  await expect.poll(() => existsSync(said) && readFileSync(said, 'utf8')).toBe('READY=1\n');
});
