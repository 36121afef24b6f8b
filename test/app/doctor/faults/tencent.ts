import type { PatientOptions } from '../../../support/doctor.ts';
import { tencentEnv, tencentTopology } from '../../../support/tencent-topology.ts';
import type { Fault } from './fault.ts';

/** Nothing is to be planted: the cloud itself is the fault. */
const plant = (): void => {};

function tencent(address: string, node = 'ins-bbbbbbbb'): PatientOptions {
  return {
    node,
    topology: tencentTopology(),
    env: tencentEnv,
    providers: '  tencent: { region: ap-guangzhou }',
    addresses: `  - { name: web, follow: VI_1, ${address} }`,
  };
}

export const tencentFaults: readonly Fault[] = [
  {
    what: 'an EIP in arrears',
    id: 'cloud.state',
    status: 'fail',
    says: 'EIP eip-arrears1 is in arrears',
    fix: 'Settle the account',
    host: tencent('kind: tencent-eip, id: eip-arrears1'),
    plant,
  },
  {
    what: 'an EIP that is blocked',
    id: 'cloud.state',
    status: 'fail',
    says: 'EIP eip-blocked1 is blocked',
    fix: 'Ask the support',
    host: tencent('kind: tencent-eip, id: eip-blocked1'),
    plant,
  },
  {
    what: 'an EIP that is given up when it is unbound',
    id: 'cloud.kept',
    status: 'fail',
    says: 'EIP eip-cascade1 is released for good',
    fix: 'CascadeRelease',
    host: tencent('kind: tencent-eip, id: eip-cascade1'),
    plant,
  },
  {
    what: 'an ordinary public IP on the target',
    id: 'cloud.public-ip',
    status: 'fail',
    says: 'ins-cccccccc has an ordinary public IP, 198.51.100.7',
    fix: 'ReturnNormalAddresses',
    host: tencent('kind: tencent-eip, id: eip-22222222', 'ins-cccccccc'),
    plant,
  },
  {
    what: 'a HAVIP of another subnet',
    id: 'cloud.subnet',
    status: 'fail',
    says: 'havip-11111111 is in subnet-11111111, where this instance has no network interface',
    fix: 'Attach a network interface',
    host: tencent('kind: tencent-havip, id: havip-11111111, interface: eth0', 'ins-cccccccc'),
    plant,
  },
  {
    what: 'a drift scope that leaves this instance out',
    id: 'cloud.scope',
    status: 'fail',
    says: 'leaves ins-bbbbbbbb out',
    fix: 'AssociateHaVipInstance',
    host: tencent('kind: tencent-havip, id: havip-22222222, interface: eth0'),
    plant,
  },
  {
    what: 'an EIP that lies idle on a HAVIP of nobody',
    id: 'cloud.idle',
    status: 'warn',
    says: 'its EIP 203.0.113.12 lies idle, which is billed',
    fix: 'Start keepalived',
    host: {
      ...tencent('kind: tencent-havip, id: havip-11111111, interface: eth0'),
      topology: tencentTopology().replace(', interface: eni-aaaaaaaa, eip:', ', eip:'),
    },
    plant,
  },
  {
    what: 'a private IP of another subnet',
    id: 'cloud.subnet',
    status: 'fail',
    says: '10.0.4.30 is in subnet-11111111, and this instance is not',
    fix: 'Attach a network interface',
    host: tencent('kind: tencent-private-ip, ip: 10.0.4.30', 'ins-cccccccc'),
    plant,
  },
  {
    what: 'an interface that an address is announced on, and is not there',
    id: 'interface.there',
    status: 'fail',
    says: 'It is announced on eth1, and this host has no such interface: it has eth0, lo',
    fix: 'interface:',
    host: tencent('kind: tencent-havip, id: havip-11111111, interface: eth1'),
    plant,
  },
  {
    what: 'no arping where an address is announced',
    id: 'arping.there',
    status: 'fail',
    says: 'It is not installed',
    fix: 'apt-get install iputils-arping',
    host: tencent('kind: tencent-havip, id: havip-11111111, interface: eth0'),
    plant,
  },
  {
    what: 'a HAVIP that keepalived does not put on its interface',
    id: 'keepalived.announced',
    status: 'fail',
    says: 'vrrp_instance VI_1 does not put 10.0.4.99 on eth0',
    fix: '10.0.4.99 dev eth0',
    host: tencent('kind: tencent-havip, ip: 10.0.4.99, interface: eth0'),
    plant,
  },
];
