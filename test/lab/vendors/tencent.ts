import type { Account } from '../../../src/emulator/tencent/account.ts';
import type { Eip, HaVip } from '../../../src/emulator/tencent/entities.ts';
import { secretKey } from '../../support/token.ts';
import { apiPort, gateway, hostNames, hostPlan, metadataIps } from '../layout.ts';
import type { HostPlan } from '../layout.ts';
import { instanceOf } from '../setup.ts';
import type { AddressPlan, Setup } from '../setup.ts';
import type { Vendor } from './vendor.ts';

const network = { vpc: 'vpc-lab00001', subnet: 'subnet-lab00001' } as const;

export const tencent: Vendor = {
  metadataIp: metadataIps.tencent,
  metadataName: 'metadata.tencentyun.com',
  api: { service: 'tencent-api' },
  late: (ms) => [
    {
      match: { service: 'tencent-api', action: 'AssociateAddress' },
      times: 0,
      fault: { type: 'action', ms },
    },
    // No request moves a HAVIP.
    { match: { service: 'tencent-arp' }, times: 0, fault: { type: 'latency', ms } },
  ],
  topology: (setup, { moveMs }) => `
tencent:
  # As every instance has it, from the metadata service.
  role: { name: floatip, secret: ${secretKey} }
  taskMs: ${moveMs}
  driftMs: ${moveMs}
  metadata: { listen: '${metadataIps.tencent}:80' }
  instances:
${setup.hosts.map((name) => instance(hostPlan(name))).join('\n')}
  eips:
${setup.addresses.map((address) => `    - { id: ${eipId(address)}, ip: ${address.ip} }`).join('\n')}
${havips(setup)}
`,
  settle: ({ tencent: account }) => account.settle(),
  holder({ tencent: account }, address) {
    const { place } = eipOf(account, address);
    const at =
      place?.type === 'havip' ? account.havips.get(place.havip)?.interface : place?.interface;
    return hostNames.find((name) => eniOf(hostPlan(name)) === at) ?? null;
  },
  mislay({ tencent: account }, address, at) {
    const [ip = ''] = account.interfaces.get(eniOf(hostPlan(at)))?.ips ?? [];
    const place = { type: 'private-ip', interface: eniOf(hostPlan(at)), ip } as const;
    account.placeEip(eipOf(account, address), place);
  },
  isMoving({ tencent: account }, address) {
    const { drift } = havipOf(account, address) ?? { drift: null };
    const status = account.statusOf(eipOf(account, address));
    return drift !== null || status === 'BINDING' || status === 'UNBINDING';
  },
  isWrite: ({ service, headers }) =>
    service === 'tencent-api' && !(headers['x-tc-action'] ?? 'Describe').startsWith('Describe'),
  taking({ headers, body }) {
    if (headers['x-tc-action'] !== 'AssociateAddress') return undefined;
    const { AddressId: address, InstanceId: id } = JSON.parse(body);
    // What is put back on another host names its network interface.
    const by = hostNames.find((name) => id === `ins-lab0000${hostPlan(name).number}`);
    return by === undefined ? undefined : { by, address };
  },
  section: () => `  tencent:
    endpoint: http://${gateway}:${apiPort}
`,
  describe: ({ kind, id = '', ip, isSecond }, host) => {
    if (kind === 'tencent-havip') return `id: ${id}, interface: eth0, eip: ${ip}`;
    const at = `, networkInterface: ${eniOf(host)}, privateIp: ${host.secondIp}`;
    return `id: ${id}${isSecond === true ? at : ''}`;
  },
};

function instance({ name, number, ip, secondIp, mac }: HostPlan): string {
  const { vpc, subnet } = network;
  return `    - id: ins-lab0000${number}
      name: ${name}
      zone: ap-guangzhou-3
      source: ${ip}
      interfaces:
        - { id: ${eniOf(hostPlan(name))}, mac: '${mac}', vpc: ${vpc}, subnet: ${subnet}, ips: [${ip}, ${secondIp}] }`;
}

function eniOf({ number }: HostPlan): string {
  return `eni-lab0000${number}`;
}

function eipId({ id = '' }: AddressPlan): string {
  return id.replace(/^havip-/, 'eip-');
}

function havips(setup: Setup): string {
  const lines = setup.addresses.flatMap((address) => {
    if (address.kind !== 'tencent-havip') return [];
    const { vip } = instanceOf(address, setup);
    const { vpc, subnet } = network;
    return [`    - { id: ${address.id}, ip: ${vip}, vpc: ${vpc}, subnet: ${subnet} }`];
  });
  return lines.length === 0 ? '' : `  havips:\n${lines.join('\n')}`;
}

function eipOf(account: Account, address: AddressPlan): Eip {
  const eip = account.eips.get(eipId(address));
  if (eip === undefined) throw new Error(`No ${eipId(address)} in the topology`);
  return eip;
}

function havipOf(account: Account, { id = '' }: AddressPlan): HaVip | undefined {
  return account.havips.get(id);
}
