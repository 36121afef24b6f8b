import { describe, expect, it } from 'vitest';

import { loadConfig } from '../../src/config/load.ts';
import { warningsOf } from '../../src/config/warnings.ts';
import { allClouds } from '../support/clouds.ts';
import { temporaryFile } from '../support/temporary.ts';

async function warningsIn(text: string): Promise<readonly string[]> {
  const path = temporaryFile('config.yaml', text);
  const clouds = allClouds();
  return await warningsOf(await loadConfig({ path, env: {}, clouds }), clouds);
}

const list = (...entries: readonly string[]): string =>
  `addresses:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`;
const web = 'name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1';
const api = 'name: api, kind: digitalocean-reserved-ip, ip: 203.0.113.11';
const six = "name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10', follow: VI_1";
const pub = 'name: pub, kind: tencent-eip, id: eip-11111111, follow: VI_1';
const pub2 = 'name: pub2, kind: tencent-eip, id: eip-22222222';
const on = 'networkInterface: eni-b2b2b2b2, privateIp: 10.0.5.31';
const vip = 'kind: tencent-havip, interface: eth0, eip: 203.0.113.20, follow: VI_1';

describe('warningsOf()', () => {
  it.each([
    ['nothing', list(web, six, `${api}, follow: VI_2`, pub, `${pub2}, ${on}, follow: VI_1`)],
    ['an empty file', ''],
    ['a place to measure from', `${list(web)}peers: [lb2]\ndoctor: { jitter: '0.0.0.0:9477' }\n`],
    ['two EIPs of different instances', list(pub, `${pub2}, follow: VI_2`)],
  ])('%s', async (_what, text) => {
    expect(await warningsIn(text)).toEqual([]);
  });

  it.each([
    [
      'nothing to follow',
      list(api),
      'no address has follow, so only assign and release touch them',
    ],
    [
      'a place to measure from without a peer',
      `${list(web)}doctor: { jitter: '10.0.0.2:9477' }\n`,
      'doctor.jitter is there, and peers names nobody to answer: peers: [10.0.0.3:9477]',
    ],
    [
      'two reserved IPs of one instance',
      list(web, `${api}, follow: VI_1`),
      'web and api both follow VI_1, and a host can hold only one of them: a Droplet has one reserved IP of each family',
    ],
    [
      'two EIPs at the same place',
      list(pub, `${pub2}, follow: VI_1`),
      'pub and pub2 both follow VI_1, and a host can hold only one of them: give all but one a networkInterface and a privateIp of its own',
    ],
    [
      'two HAVIPs with one EIP',
      list(`name: v1, id: havip-11111111, ${vip}`, `name: v2, id: havip-22222222, ${vip}`),
      'the eip of v2, 203.0.113.20, is that of v1 as well',
    ],
    [
      'a HAVIP with the IP of something else',
      list(
        `name: v1, id: havip-11111111, ${vip}`,
        'name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.20, follow: VI_1',
      ),
      'the eip of v1, 203.0.113.20, is that of web as well',
    ],
    [
      'a request that outlasts the run',
      `${list(web)}timing: { request: 10s, deadline: 5s }`,
      'timing.request is longer than timing.deadline, so no request gets all of its time',
    ],
  ])('%s', async (_what, text, warning) => {
    expect(await warningsIn(text)).toEqual([warning]);
  });
});
