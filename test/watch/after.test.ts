import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createMetrics } from '../../src/telemetry/metrics.ts';
import { shellProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { ip, posts, startWatching } from '../support/watching.ts';

it('the watcher goes on while a program runs after a move, and counts it', async () => {
  const folder = temporaryFolder();
  const [begun, goOn] = [join(folder, 'begun'), join(folder, 'go-on')];
  const text = `echo $$ >${begun}; while [ ! -e ${goOn} ]; do sleep 0.05; done; exit 4`;
  const config = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1, after: ['${shellProgram(text)}'] }]\n`;
  const metrics = createMetrics(() => 0);
  const watching = await startWatching({ config, metrics });
  const { hear, pass, reloadable, world, bugs } = watching;
  const isRunning = (): boolean => process.getActiveResourcesInfo().includes('ProcessWrap');
  watching.clock.holdWhile(() => isRunning() && !existsSync(begun));
  await pass(1000);
  hear('MASTER');
  await pass(3000);
  await expect.poll(() => existsSync(begun), { timeout: 10_000 }).toBe(true);
  // The program runs on, and the address is taken once more meanwhile.
  world.cloud.digitalocean.place(world.cloud.digitalocean.reservedIps.get(ip)!, 111);
  hear('BACKUP');
  hear('MASTER');
  await pass(3000);
  expect(posts(watching)).toHaveLength(2);
  expect(reloadable.watcher.takingOver(reloadable.watcher.addresses[0]!)).toBeUndefined();
  writeFileSync(goOn, '');
  await expect.poll(isRunning, { timeout: 10_000 }).toBe(false);
  const failed =
    'floatip_after_total{vip="203.0.113.10",provider="digitalocean",result="failed"} 2';
  await expect.poll(() => metrics.text({ cluster: undefined })).toContain(failed);
  // The journal is written a moment later.
  await pass(100);
  expect(watching.journal().filter((line) => line.includes('"type":"after"'))).toHaveLength(2);
  expect(readFileSync(begun, 'utf8')).toMatch(/^\d+\n$/);
  expect(bugs).toEqual([]);
});
