import { expect, it } from 'vitest';

import { allPages } from '../../../src/providers/tencent/pages.ts';
import type { Page } from '../../../src/providers/tencent/pages.ts';
import { reportOf } from '../../support/run-main.ts';
import { tencentHost } from '../../support/tencent-host.ts';

async function readAll(pageAt: (offset: number) => Page<string>): Promise<object> {
  let asked = 0;
  const { items, isWhole } = await allPages(
    async (offset) => {
      asked += 1;
      return pageAt(offset);
    },
    (item) => item,
  );
  return { count: items.length, isWhole, asked };
}

const page = (items: readonly string[], total: number): Page<string> => ({
  items,
  total,
  isWhole: true,
  length: items.length,
});

it('a list that never ends is read for 250 pages', async () => {
  const all = readAll((offset) => page([`eip-${offset}`], 1_000_000_000));
  expect(await all).toEqual({ count: 250, isWhole: false, asked: 250 });
});

it('a list of one page again and again is read up to the second one', async () => {
  const all = readAll(() => page(['eip-1', 'eip-2'], 1_000_000_000));
  expect(await all).toEqual({ count: 2, isWhole: false, asked: 2 });
});

it('a list of empty pages is not read on', async () => {
  expect(await readAll(() => page([], 3))).toEqual({ count: 0, isWhole: false, asked: 1 });
});

it('a list is read to its end, page by page', async () => {
  const all = readAll((offset) => page([`eip-${offset}`, `eip-${offset + 1}`], 5));
  expect(await all).toEqual({ count: 6, isWhole: true, asked: 3 });
});

it('a list of which something makes no sense is not whole, and read on all the same', async () => {
  const pages = [{ ...page(['eip-1'], 3), isWhole: false, length: 2 }, page(['eip-3'], 3)];
  const all = readAll((offset) => pages[offset === 0 ? 0 : 1]!);
  expect(await all).toEqual({ count: 2, isWhole: false, asked: 2 });
});

it.each([
  ['name: pub, kind: tencent-eip, id: eip-11111111', 'DescribeAddresses', 'AddressSet'],
  [
    'name: vip, kind: tencent-havip, id: havip-11111111, interface: eth0',
    'DescribeHaVips',
    'HaVipSet',
  ],
  [
    'name: ip, kind: tencent-private-ip, ip: 10.0.4.30',
    'DescribeNetworkInterfaces',
    'NetworkInterfaceSet',
  ],
])('what a cut list leaves out is neither gone nor free: %s', async (entry, action, set) => {
  const host = tencentHost([entry]);
  const body = `{"Response":{"TotalCount":1000000000,"${set}":[],"RequestId":"1"}}`;
  const match = { service: 'tencent-api', action } as const;
  host.world.cloud.faults.add({ match, times: 0, fault: { type: 'status', status: 200, body } });
  const run = await host.run('reconcile --json --timeout 5');
  expect(reportOf(run).results).toMatchObject([{ outcome: 'timed-out', writes: 0 }]);
  expect(run.stderr).toContain('breaks off, or is not about it');
});
