import { describe, expect, it } from 'vitest';

import { tencentTopology } from '../support/tencent-topology.ts';
import { token } from '../support/token.ts';
import {
  apiRequests,
  holder,
  ip,
  place,
  posts,
  startWatching,
  twoAddresses as config,
} from '../support/watching.ts';

/** An address for which the interface has the last word. */
const withVip = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1, vip: 10.0.4.99 }]`;

describe('floatip watch', () => {
  it('takes an address over with its first request after MASTER', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.world.cloud.received.clear();
    watching.hear('MASTER');
    await watching.pass(2000);
    expect(apiRequests(watching)[0]?.method).toBe('POST');
    expect({ posts: posts(watching).length, holder: holder(watching) }).toEqual({
      posts: 1,
      holder: 222,
    });
  });

  it('only records what is not MASTER, and stops what is going on', async () => {
    const watching = await startWatching({ config });
    const fault = { type: 'status', status: 500 } as const;
    watching.world.cloud.faults.add({ match: { method: 'POST' }, times: 0, fault });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(3000);
    watching.hear('BACKUP');
    const before = posts(watching).length;
    await watching.pass(60_000);
    expect(before).toBeGreaterThan(1);
    expect(posts(watching)).toHaveLength(before);
  });

  it('heals what no event told, at the next pass', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(5000);
    place(watching, 111);
    await watching.pass(25_000);
    expect(holder(watching)).toBe(222);
    expect(watching.logged).toContain('error: contested');
  });

  it('looks again before it takes back what it waited to take back', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(5000);
    place(watching, 111);
    while (!watching.logged.includes('error: contested')) await watching.pass(100);
    place(watching, 222);
    await watching.pass(30_000);
    expect({ posts: posts(watching).length, holder: holder(watching) }).toEqual({
      posts: 1,
      holder: 222,
    });
  });

  it('is told once where FIFO and hooks both tell', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.hear('MASTER');
    watching.hear('MASTER');
    await watching.pass(5000);
    expect(watching.logged.filter((line) => line === 'event')).toHaveLength(1);
    expect(posts(watching)).toHaveLength(1);
  });

  it('believes the last of FAULT, MASTER and FAULT, however late a hook tells of the first', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.hear('FAULT', 'VI_1', { ticks: 900, pid: 1 });
    watching.hear('MASTER', 'VI_1', { ticks: 910, pid: 1 });
    watching.hear('FAULT', 'VI_1', { ticks: 901, pid: 7 });
    watching.hear('FAULT', 'VI_1', { ticks: 920, pid: 1 });
    await watching.pass(1000);
    place(watching, 111);
    await watching.pass(60_000);
    expect(holder(watching)).toBe(111);
    expect(watching.logged.filter((line) => line === 'event')).toHaveLength(3);
  });

  it('goes on with a takeover that hooks tell of as well, for as long as nothing else is told', async () => {
    const watching = await startWatching({ config });
    const fault = { type: 'status', status: 500 } as const;
    await watching.pass(1000);
    watching.world.cloud.faults.add({ match: { method: 'POST' }, times: 3, fault });
    watching.hear('MASTER', 'VI_1', { ticks: 900, pid: 1 });
    await watching.pass(50);
    watching.hear('MASTER', 'VI_1', { ticks: 903, pid: 7 });
    await watching.pass(6000);
    expect(holder(watching)).toBe(222);
    expect(watching.logged.filter((line) => line === 'done')).toHaveLength(1);
    expect(watching.reloadable.session.local().events.events('VI_1')).toHaveLength(2);
  });

  it('asserts again without a request for every advert', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(5000);
    watching.world.cloud.received.clear();
    for (let advert = 0; advert < 50; advert += 1) {
      watching.hear('MASTER_RX_LOWER_PRI');
      await watching.pass(100);
    }
    expect(apiRequests(watching).length).toBeLessThan(10);
    expect(posts(watching)).toEqual([]);
  });

  it('follows an IP on an interface where nobody tells of events', async () => {
    const watching = await startWatching({ config: withVip });
    await watching.pass(1000);
    watching.ips.add('10.0.4.99');
    watching.reloadable.watcher.lookAtInterfaces();
    await watching.pass(2000);
    expect(holder(watching)).toBe(222);
    watching.ips.delete('10.0.4.99');
    place(watching, 111);
    await watching.pass(60_000);
    expect(holder(watching)).toBe(111);
  });

  it.each([
    ['at once', 0],
    ['after a few passes', 60_000],
  ])('holds it against nobody that the IP came back to the interface %s', async (_when, ms) => {
    const watching = await startWatching({ config: withVip });
    const look = (): void => watching.reloadable.watcher.lookAtInterfaces();
    await watching.pass(1000);
    watching.ips.add('10.0.4.99');
    look();
    await watching.pass(2000);
    watching.ips.delete('10.0.4.99');
    if (ms === 0) look();
    place(watching, 111);
    await watching.pass(ms);
    watching.ips.add('10.0.4.99');
    look();
    await watching.pass(25_000);
    expect(holder(watching)).toBe(222);
    expect(watching.logged).not.toContain('error: contested');
  });

  it('says in its journal that it does not believe what the interface contradicts', async () => {
    const watching = await startWatching({ config: withVip });
    await watching.pass(1000);
    watching.hear('MASTER');
    await watching.pass(2000);
    expect(posts(watching)).toEqual([]);
    expect(JSON.parse(watching.journal().at(-1) ?? '')).toMatchObject({
      type: 'outcome',
      cause: 'MASTER VI_1',
      result: { outcome: 'not-ours', why: expect.stringContaining('10.0.4.99 is on no interface') },
    });
  });

  it('says nothing when nothing happens', async () => {
    const watching = await startWatching({ config });
    await watching.pass(600_000);
    expect(watching.passes()).toBeGreaterThan(50);
    expect(watching.logged).toEqual([]);
  });

  it('begins no second takeover for what it asked before the first one', async () => {
    const watching = await startWatching({ config });
    await watching.pass(5000);
    const slow = { type: 'latency', ms: 4000 } as const;
    watching.world.cloud.faults.add({ match: { path: `/v2/reserved_ips/${ip}` }, fault: slow });
    watching.world.cloud.received.clear();
    while (apiRequests(watching).length === 0) await watching.pass(10);
    watching.hear('MASTER');
    await watching.pass(20_000);
    expect({ posts: posts(watching).length, holder: holder(watching) }).toEqual({
      posts: 1,
      holder: 222,
    });
    expect(watching.logged.filter((line) => line === 'done')).toHaveLength(1);
  });

  it('does not run ahead of the order of events, however many addresses it holds', async () => {
    const watching = await startWatching({ config });
    await watching.pass(1000);
    watching.hear('MASTER');
    watching.hear('MASTER', 'VI_2');
    await watching.pass(10_000);
    const { host } = watching.reloadable.session;
    const [ticks, passes] = [host.orderNow().ticks, watching.passes()];
    await watching.pass(100_000);
    expect(host.orderNow().ticks - ticks).toBeLessThanOrEqual(watching.passes() - passes + 1);
  });

  it('tells its supervisor that it lives while it has nothing to watch', async () => {
    const paused = config.replaceAll(', follow: VI_1', '').replaceAll(', follow: VI_2', '');
    const watching = await startWatching({ config: paused, maxWaitMs: Infinity });
    watching.hear('MASTER');
    await watching.pass(150_000);
    expect(watching.passes()).toBe(3);
    expect(watching.world.cloud.received.list()).toEqual([]);
  });

  it('needs no look before the first write of an EIP that it has just seen', async () => {
    const watching = await startWatching({
      config: 'addresses: [{ name: pub, kind: tencent-eip, id: eip-11111111, follow: VI_1 }]',
      topology: tencentTopology(),
      node: 'ins-bbbbbbbb',
    });
    await watching.pass(1000);
    watching.world.cloud.received.clear();
    watching.hear('MASTER');
    await watching.pass(10_000);
    const actions = apiRequests(watching).map(({ headers }) => headers['x-tc-action']);
    expect(actions[0]).toBe('DisassociateAddress');
    expect(actions).toContain('AssociateAddress');
  });

  it('does not let one cloud wait for another', async () => {
    const watching = await startWatching({
      config: `${config}  - { name: pub, kind: tencent-eip, id: eip-11111111, follow: VI_1 }`,
    });
    watching.world.cloud.faults.add({
      match: { service: 'tencent-api' },
      times: 0,
      fault: { type: 'hang' },
    });
    await watching.pass(2000);
    watching.hear('MASTER');
    await watching.pass(2000);
    expect(holder(watching)).toBe(222);
  });

  it('saves its requests for takeovers when the account runs low', async () => {
    const topology = `
digitalocean:
  tokens: [{ token: ${token} }]
  limits: { perMinute: 1000, perHour: 100 }
  droplets: [{ id: 111, name: lb1, region: nyc3 }, { id: 222, name: lb2, region: nyc3 }]
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;
    const one = `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }]`;
    const watching = await startWatching({ config: one, topology });
    await watching.pass(1_800_000);
    const sent = apiRequests(watching).length;
    expect(sent).toBeGreaterThanOrEqual(90);
    expect(sent).toBeLessThan(95);
    watching.hear('MASTER');
    await watching.pass(2000);
    expect(holder(watching)).toBe(222);
  });
});
