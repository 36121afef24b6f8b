import { version } from '../../../../src/lib/version.ts';
import { pagesOf, withHeader } from '../../../support/doctor-pages.ts';
import type { Patient } from '../../../support/doctor.ts';
import { hetznerEnv, hetznerTopology } from '../../../support/hetzner-host.ts';
import { localStateIn } from '../../../support/local-state.ts';
import { tencentEnv, tencentTopology } from '../../../support/tencent-topology.ts';
import { conf } from './fault.ts';
import type { Fault } from './fault.ts';

const base = 'http://10.0.0.3:9477';

interface Told {
  readonly name?: string;
  readonly role?: string | null;
  readonly node?: string;
  readonly version?: string;
}

/** The other host's watcher, and what it says of an address that Droplet 111 holds. */
export function peer(host: Patient, told: Told = {}): void {
  const { name = 'web', role = 'MASTER', node = '111', version: its = version } = told;
  const owner = { state: 'held', node };
  pagesOf(host, {
    [`${base}/status`]: { data: JSON.stringify({ addresses: [{ name, role, owner }] }) },
    [`${base}/metrics`]: { data: `floatip_build_info{version="${its}",node="v22"} 1\n` },
  });
  if (!host.args.peer.includes('10.0.0.3')) host.args.peer.push('10.0.0.3');
}

/** What keepalived has told this host, in the order of `ticks`. */
function hear(host: Patient, state: 'MASTER' | 'BACKUP', ticks: number): void {
  const order = { ticks, pid: 1 };
  const event = { scope: 'INSTANCE', name: 'VI_1', state, priority: 100, order } as const;
  localStateIn(host.path('run'), host.host).events.record(event);
}

function watcher(
  host: Patient,
  ready: { readonly status?: number; readonly data: string },
  its: string,
): void {
  const at = 'http://127.0.0.1:9477';
  pagesOf(host, {
    [`${at}/readyz`]: ready,
    [`${at}/metrics`]: { data: `floatip_build_info{version="${its}",node="v22"} 1\n` },
  });
  const { commandOf } = host.facts;
  const command = ['/usr/bin/node', '/usr/bin/floatip', 'watch', '--listen', '127.0.0.1:9477'];
  host.facts = {
    ...host.facts,
    processIds: () => [77, 88],
    commandOf: (pid) => (pid === 88 ? command : commandOf(pid)),
  };
}

export const peerFaults: readonly Fault[] = [
  {
    what: 'a peer that is another program',
    id: 'peer.answers',
    status: 'fail',
    says: 'answers 200, and not as a watcher does',
    fix: 'floatip watch --listen 10.0.0.3:9477',
    plant(host) {
      pagesOf(host, { [`${base}/status`]: { data: '<html>nginx</html>' } });
      host.args.peer.push('10.0.0.3');
    },
    mend: (host) => peer(host),
  },
  {
    what: 'a peer that is named in the config, and silent',
    id: 'peer.answers',
    status: 'fail',
    says: '10.0.0.3',
    fix: 'See on that host whether floatip watch runs',
    plant: (host) =>
      host.change('etc/config.yaml', 'addresses:', 'peers: [10.0.0.3:9477]\naddresses:'),
    mend: (host) => peer(host),
  },
  {
    what: 'a peer with another name for the address',
    id: 'peer.agrees',
    status: 'fail',
    says: 'That host does not know it',
    fix: 'Give both hosts the same config',
    plant: (host) => peer(host, { name: 'www' }),
    mend: (host) => peer(host),
  },
  {
    what: 'a peer that sees another owner',
    id: 'peer.agrees',
    status: 'warn',
    says: 'This host says held by 111, that one held by 222',
    fix: 'compare both configs and both tokens',
    plant: (host) => peer(host, { node: '222' }),
    mend: (host) => peer(host),
  },
  {
    what: 'a pair without a master',
    id: 'peer.roles',
    status: 'warn',
    says: 'No host is MASTER: this one is not told, that one BACKUP',
    fix: 'journalctl -u keepalived',
    plant: (host) => peer(host, { role: 'BACKUP' }),
    mend: (host) => peer(host),
  },
  {
    what: 'a pair of which both are master',
    id: 'peer.roles',
    status: 'fail',
    says: 'Both hosts are MASTER: they do not hear each other',
    fix: 'tcpdump -ni any proto 112',
    plant(host) {
      hear(host, 'MASTER', 1);
      peer(host);
    },
    mend: (host) => hear(host, 'BACKUP', 2),
  },
  {
    what: 'a peer of another version',
    id: 'peer.version',
    status: 'note',
    says: 'That host has floatip 0.0.1',
    fix: 'Install the same version on both',
    plant: (host) => peer(host, { version: '0.0.1' }),
    mend: (host) => peer(host),
  },
  {
    what: 'a watcher that is not ready',
    id: 'watcher.answers',
    status: 'fail',
    says: '/readyz answers 503: doctor: token.mode: open',
    fix: 'journalctl -u floatip',
    plant: (host) => watcher(host, { status: 503, data: 'doctor: token.mode: open\n' }, version),
    mend: (host) => watcher(host, { data: 'ok\n' }, version),
  },
  {
    what: 'a watcher that was not started anew after an update',
    id: 'watcher.version',
    status: 'warn',
    says: 'The watcher is 0.0.1',
    fix: 'systemctl restart floatip',
    plant: (host) => watcher(host, { data: 'ok\n' }, '0.0.1'),
    mend: (host) => watcher(host, { data: 'ok\n' }, version),
  },
  ...(
    [
      [-60_000, 'warn', 'ahead of'],
      [600_000, 'fail', 'behind'],
    ] as const
  ).map(([apartMs, status, says]): Fault => ({
    what: `a clock that is ${says} the cloud's by ${Math.abs(apartMs) / 1000} s`,
    id: 'clock.skew',
    status,
    says,
    fix: 'timedatectl set-ntp true',
    plant: (host) => withHeader(host, 'date', () => dateOf(host, apartMs)),
    mend: (host) => withHeader(host, 'date', () => dateOf(host, 0)),
  })),
  {
    what: 'hooks that may not announce a HAVIP',
    id: 'arping.right',
    status: 'warn',
    says: 'keepalived_script, as whom keepalived runs hooks, may send no ARP',
    fix: 'setcap cap_net_raw+ep',
    host: {
      node: 'ins-bbbbbbbb',
      topology: tencentTopology(),
      env: tencentEnv,
      providers: '  tencent: { region: ap-guangzhou }',
      addresses:
        '  - { name: web, follow: VI_1, kind: tencent-havip, id: havip-11111111, interface: eth0 }',
    },
    plant: (host) => host.change(conf, 'script_user root', 'script_user keepalived_script'),
    mend: (host) => host.change(conf, 'script_user keepalived_script', 'script_user root'),
  },
  {
    what: 'a floating IP of another network zone',
    id: 'cloud.region',
    status: 'fail',
    says: 'belongs to network zone eu-central, server 33333 is in us-east',
    fix: 'A floating IP never leaves its network zone',
    host: {
      node: '33333',
      topology: hetznerTopology,
      env: { ...hetznerEnv, FLOATIP_HETZNER_METADATA: 'http://metadata-33333.test' },
      providers: '  hetzner: {}',
      addresses: '  - { name: web, follow: VI_1, kind: hetzner-floating-ip, ip: 203.0.113.20 }',
    },
    plant: () => undefined,
  },
];

function dateOf(host: Patient, apartMs: number): string {
  return new Date(1_795_219_200_000 + host.now() + apartMs).toUTCString();
}
