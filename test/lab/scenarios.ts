import type { Scenario } from './scenario.ts';
import type { AddressPlan, InstancePlan } from './setup.ts';
import { aws } from './vendors/aws.ts';
import { digitalocean, frontedDigitalocean } from './vendors/digitalocean.ts';
import { hetzner } from './vendors/hetzner.ts';
import { tencent } from './vendors/tencent.ts';

const web: InstancePlan = {
  name: 'VI_1',
  routerId: 51,
  vip: '10.0.4.99',
  hosts: ['lb1', 'lb2'],
};

/** What befalls hosts everywhere. */
const usual = ['stop', 'kill', 'cable', 'check', 'ended', 'freeze', 'reload', 'reboot', 'return'];
const troubledCloud = ['slow', 'flaky', 'down'];
const havipTrouble = ['deaf', 'astray'];

/**
 * What is left out: `shutdown` beside Droplets, as the drills with a troubled cloud begin with it; of
 * two pairs, what one pair shows as well; and `split` of a HAVIP, which goes wherever keepalived
 * announces last, so that two masters take it from each other with no request of floatip's. Where there is little
 * time, `udp` is left out: what differs is the client and what nginx does.
 */
export const scenarios: readonly Scenario[] = [
  {
    name: 'droplets',
    title: 'two Droplets with a reserved IP, the one of higher priority takes it back',
    vendor: digitalocean,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [
      { name: 'web', kind: 'digitalocean-reserved-ip', ip: '203.0.113.10', follow: 'VI_1' },
    ],
    hookLines: 'one each',
    preempts: true,
    victims: ['lb1'],
    drills: [...usual, 'shutdown', 'flap', 'split', ...troubledCloud],
    quick: { drills: ['ended', 'cable', 'flap'], paths: ['hooks', 'fifo'] },
  },
  {
    name: 'havip',
    title: 'two CVM instances with an EIP on a HAVIP, nobody takes it back',
    vendor: tencent,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [havip(1, 'VI_1')],
    hookLines: 'one each',
    preempts: false,
    victims: ['lb1'],
    drills: [...usual, 'flap', ...troubledCloud, ...havipTrouble],
    quick: { drills: ['deaf', 'return'], paths: ['fifo'] },
  },
  {
    name: 'two-masters',
    title: 'two CVM instances with a HAVIP each, each takes over for the other',
    vendor: tencent,
    hosts: ['lb1', 'lb2'],
    instances: [web, { name: 'VI_2', routerId: 52, vip: '10.0.4.98', hosts: ['lb2', 'lb1'] }],
    addresses: [havip(1, 'VI_1'), havip(2, 'VI_2')],
    hookLines: 'notify',
    preempts: true,
    victims: ['lb1', 'lb2'],
    drills: [...usual, 'flap', ...troubledCloud, ...havipTrouble],
    quick: { drills: ['kill'], paths: ['hooks'] },
  },
  {
    name: 'two-pairs',
    title: 'four CVM instances in two pairs, each pair with two EIPs',
    vendor: tencent,
    hosts: ['lb1', 'lb2', 'lb3', 'lb4'],
    instances: [web, { name: 'VI_2', routerId: 52, vip: '10.0.4.98', hosts: ['lb3', 'lb4'] }],
    addresses: [eip(1, 'VI_1'), eip(2, 'VI_1', true), eip(3, 'VI_2'), eip(4, 'VI_2', true)],
    hookLines: 'one each',
    preempts: true,
    victims: ['lb1', 'lb3'],
    drills: [...usual, ...troubledCloud],
    quick: { drills: ['freeze'], paths: ['fifo'] },
  },
  {
    name: 'eip',
    title: 'two CVM instances with an EIP',
    vendor: tencent,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [eip(1, 'VI_1')],
    hookLines: 'notify',
    preempts: true,
    victims: ['lb1'],
    drills: [...usual, 'flap', 'split', ...troubledCloud],
    quick: { drills: ['reload', 'flaky'], paths: ['both'] },
  },
  {
    name: 'hetzner',
    title: 'two servers with a floating IP that floatip puts on the interface',
    vendor: hetzner,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [
      {
        name: 'web',
        kind: 'hetzner-floating-ip',
        id: '4711',
        ip: '203.0.113.20',
        follow: 'VI_1',
        isGuest: true,
      },
    ],
    hookLines: 'one each',
    preempts: true,
    victims: ['lb1'],
    drills: [...usual, 'shutdown', 'flap', ...troubledCloud],
    quick: { drills: ['stop', 'cable'], paths: ['hooks', 'fifo'] },
  },
  {
    name: 'aws',
    title:
      'two EC2 instances with an Elastic IP, a private IP and a route, and a Describe that lags',
    vendor: aws,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [
      {
        name: 'www',
        kind: 'aws-eip',
        id: 'eipalloc-00000001',
        ip: '203.0.113.40',
        follow: 'VI_1',
      },
      { name: 'inside', kind: 'aws-private-ip', ip: '10.0.4.40', follow: 'VI_1', isGuest: true },
      { name: 'overlay', kind: 'aws-route', ip: '10.99.0.10', follow: 'VI_1', isGuest: true },
    ],
    hookLines: 'one each',
    preempts: true,
    victims: ['lb1'],
    drills: [...usual, 'shutdown', 'flap', ...troubledCloud],
    quick: { drills: ['cable'], paths: ['fifo'] },
  },
  {
    name: 'front',
    title: 'two Droplets with a reserved IP, and TLS that is slow',
    vendor: frontedDigitalocean,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [
      { name: 'web', kind: 'digitalocean-reserved-ip', ip: '203.0.113.10', follow: 'VI_1' },
    ],
    hookLines: 'notify',
    preempts: true,
    victims: ['lb1'],
    drills: ['handshake', 'stop', 'cable'],
    quick: { drills: ['handshake'], paths: ['hooks'] },
  },
  {
    name: 'udp',
    title: 'two Droplets with a reserved IP, and a UDP service behind nginx',
    vendor: digitalocean,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [
      { name: 'dns', kind: 'digitalocean-reserved-ip', ip: '203.0.113.10', follow: 'VI_1' },
    ],
    serves: 'udp',
    hookLines: 'one each',
    preempts: true,
    victims: ['lb1'],
    drills: [...usual, 'shutdown', 'flap', ...troubledCloud],
    quick: { drills: [], paths: [] },
  },
  {
    name: 'told',
    title: 'two Droplets with a reserved IP, and people who are told what happens',
    vendor: digitalocean,
    hosts: ['lb1', 'lb2'],
    instances: [web],
    addresses: [
      { name: 'web', kind: 'digitalocean-reserved-ip', ip: '203.0.113.10', follow: 'VI_1' },
    ],
    tells: true,
    hookLines: 'one each',
    preempts: true,
    victims: ['lb1'],
    drills: ['told', 'brain', 'cable'],
    quick: { drills: ['told'], paths: ['fifo'] },
  },
];

function havip(number: number, follow: string): AddressPlan {
  const id = `havip-lab0000${number}`;
  return {
    name: `vip${number}`,
    kind: 'tencent-havip',
    id,
    ip: `203.0.113.${20 + number}`,
    follow,
  };
}

function eip(number: number, follow: string, isSecond = false): AddressPlan {
  const id = `eip-lab0000${number}`;
  const ip = `203.0.113.${20 + number}`;
  return { name: `web${number}`, kind: 'tencent-eip', id, ip, follow, isSecond };
}
