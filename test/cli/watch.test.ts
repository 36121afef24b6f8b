import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { runMain } from '../support/run-main.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

const config =
  'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }]';

it('ends in order, and as a failure, where there is a bug in one of its loops', async () => {
  const clock = new FakeClock();
  const runtime = temporaryFolder();
  const path = temporaryFile('config.yaml', config);
  const { code } = await runMain(['watch', '--config', path], {
    clock,
    world: startInProcessCloud(clock),
    env: { FLOATIP_RUNTIME_DIR: runtime },
    random: () => {
      throw new Error('not very random');
    },
  });
  expect(code).toBe(1);
  expect(existsSync(join(runtime, 'watch.sock'))).toBe(false);
});

it.each([
  ['web', "'web' is an address, and watch takes a FIFO of keepalived"],
  ['203.0.113.10', "'203.0.113.10' is an address"],
  ['--fifo=web', "'web' is an address"],
  ['nothing', "There is no FIFO called 'nothing' in this folder"],
])('refuses a word that can be no FIFO: %s', async (word, says) => {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock);
  const path = temporaryFile('config.yaml', config);
  const run = await runMain(['watch', word, '--config', path], {
    clock,
    world,
    env: { FLOATIP_RUNTIME_DIR: temporaryFolder() },
  });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain(says);
  expect(world.cloud.received.list()).toEqual([]);
});
