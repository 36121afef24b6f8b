import { describe, expect, it } from 'vitest';

import { followKey } from '../../src/core/follow.ts';
import { watchedStatus } from '../../src/watch/watched-status.ts';
import { pageUrl, servePage } from '../support/page-server.ts';
import type { PageServer } from '../support/page-server.ts';
import { apiRequests, holder, ip, place, posts, startWatching } from '../support/watching.ts';
import type { Watching } from '../support/watching.ts';

const config = `
addresses:
  - name: web
    kind: digitalocean-reserved-ip
    ip: ${ip}
    follow: { http: '${pageUrl}', interval: 1s, timeout: 1s }
`;

interface Scene extends Watching {
  readonly page: PageServer;
}

async function start(status: PageServer['status'] = 503): Promise<Scene> {
  let page: PageServer | undefined;
  const others = (clock: Watching['clock']): PageServer['adapter'] => {
    page = servePage(clock);
    page.status = status;
    return page.adapter;
  };
  const watching = await startWatching({ config, others });
  if (page === undefined) throw new Error('Nobody asked for pages');
  return Object.assign(watching, { page });
}

function roleOf({ reloadable }: Scene): string | null | undefined {
  return watchedStatus(reloadable.watcher, reloadable.session)[0]?.role;
}

describe('an address that follows a page', () => {
  it('is taken within a second after the page says so, with the first request', async () => {
    const scene = await start();
    await scene.pass(3000);
    expect({ holder: holder(scene), role: roleOf(scene) }).toEqual({ holder: 111, role: 'BACKUP' });
    scene.world.cloud.received.clear();
    scene.page.status = 200;
    await scene.pass(2500);
    expect(apiRequests(scene)[0]?.method).toBe('POST');
    expect({ holder: holder(scene), role: roleOf(scene) }).toEqual({ holder: 222, role: 'MASTER' });
    expect(scene.bugs).toEqual([]);
  });

  it('is written no more as soon as the page says no', async () => {
    const scene = await start(200);
    const fault = { type: 'status', status: 500 } as const;
    scene.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    await scene.pass(5000);
    scene.page.status = 503;
    await scene.pass(1500);
    const before = posts(scene).length;
    await scene.pass(60_000);
    expect(before).toBeGreaterThan(1);
    expect(posts(scene)).toHaveLength(before);
  });

  it.each(['refused', 'silent'] as const)(
    'goes on to be held through 10 s in which the page is %s, and then is left as it is',
    async (silence) => {
      const scene = await start(200);
      await scene.pass(5000);
      expect(holder(scene)).toBe(222);
      scene.page.status = silence;
      await scene.pass(5000);
      expect(roleOf(scene)).toBe('MASTER');
      await scene.pass(8000);
      expect(roleOf(scene)).toBeNull();
      // Somebody else takes it, and nobody fights.
      place(scene, 111);
      const before = posts(scene).length;
      await scene.pass(60_000);
      expect({ posts: posts(scene).length, holder: holder(scene) }).toEqual({
        posts: before,
        holder: 111,
      });
      expect(scene.logged).toContain('warn: not known who is to hold it: nothing is written');
      scene.page.status = 200;
      await scene.pass(5000);
      expect({ holder: holder(scene), role: roleOf(scene) }).toEqual({
        holder: 222,
        role: 'MASTER',
      });
    },
  );

  it('is looked at again at once after a change, and is asked for once a second otherwise', async () => {
    const scene = await start();
    await scene.pass(10_000);
    const [first = 0] = scene.page.asked;
    expect(scene.page.asked.length).toBeGreaterThan(8);
    expect(scene.page.asked.length).toBeLessThan(14);
    // The first answer is a change as well.
    expect((scene.page.asked[1] ?? 0) - first).toBeLessThan(50);
    const count = scene.page.asked.length;
    scene.page.status = 200;
    await scene.pass(1500);
    const [, one = 0, two = 0] = scene.page.asked.slice(count - 1);
    expect(two - one).toBeLessThan(50);
  });

  it('takes no word of keepalived, whatever an instance is called', async () => {
    const scene = await start();
    await scene.pass(2000);
    for (const name of [pageUrl, followKey({ http: pageUrl })]) scene.hear('MASTER', name);
    await scene.pass(20_000);
    expect({ posts: posts(scene).length, holder: holder(scene) }).toEqual({
      posts: 0,
      holder: 111,
    });
  });

  it('tells what was said, in the journal and to whoever asks for its state', async () => {
    const scene = await start(200);
    await scene.pass(5000);
    const told = scene
      .journal()
      .map((line): unknown => JSON.parse(line))
      .filter((entry) => JSON.stringify(entry).includes('"trigger"'));
    expect(told).toMatchObject([{ by: pageUrl, says: 'hold', why: `${pageUrl} answers 200` }]);
    const [status] = watchedStatus(scene.reloadable.watcher, scene.reloadable.session);
    expect(status).toMatchObject({
      verdict: 'ok',
      trigger: { type: 'http', by: pageUrl, says: 'hold', why: `${pageUrl} answers 200` },
    });
  });
});
