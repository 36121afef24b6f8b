import type { Cloud } from '../../../src/emulator/cloud.ts';
import type { FloatingIp } from '../../../src/emulator/hetzner/state.ts';
import { token } from '../../support/token.ts';
import { apiPort, gateway, hostNames, hostPlan, metadataIps } from '../layout.ts';
import type { HostPlan } from '../layout.ts';
import type { AddressPlan } from '../setup.ts';
import type { Vendor } from './vendor.ts';

export const hetzner: Vendor = {
  metadataIp: metadataIps.hetzner,
  api: { service: 'hetzner-api' },
  late: (ms) => [
    {
      match: { service: 'hetzner-api', method: 'POST' },
      times: 0,
      fault: { type: 'action', ms },
    },
  ],
  topology: ({ hosts, addresses }, { moveMs }) => `
hetzner:
  tokens: [{ token: ${token} }]
  actionMs: ${moveMs}
  # A lab fails over more often in an hour than anybody's site in a year.
  limits: { perHour: 1000000 }
  metadata: { listen: '${metadataIps.hetzner}:80' }
  servers:
${hosts.map((name) => `    - ${server(hostPlan(name))}`).join('\n')}
  floatingIps:
${addresses.map(({ id, ip }) => `    - { id: ${id}, ip: ${ip}, location: fsn1 }`).join('\n')}
`,
  settle: ({ hetzner: state }) => state.settle(),
  holder(cloud, address) {
    const { server: id } = floatingOf(cloud, address);
    return hostNames.find((name) => idOf(hostPlan(name)) === id) ?? null;
  },
  isMoving: (cloud, address) => cloud.hetzner.isLocked(floatingOf(cloud, address)),
  isWrite: ({ service, method }) => service === 'hetzner-api' && method === 'POST',
  taking({ path, body }) {
    const [, address = ''] = /^\/v1\/floating_ips\/(\d+)\/actions\/assign$/.exec(path) ?? [];
    const [, id] = /"server":(\d+)/.exec(body) ?? [];
    const by = hostNames.find((name) => String(idOf(hostPlan(name))) === id);
    return by === undefined ? undefined : { by, address };
  },
  section: (tokenFile) => `  hetzner:
    tokenFile: ${tokenFile}
    endpoint: http://${gateway}:${apiPort}
`,
  describe: ({ id, ip, isGuest }) =>
    isGuest === true ? `id: ${id}, guest: { interface: eth0, ip: ${ip} }` : `id: ${id}`,
};

function idOf({ number }: HostPlan): number {
  return number * 11_111;
}

function server(plan: HostPlan): string {
  return `{ id: ${idOf(plan)}, name: ${plan.name}, location: fsn1, source: ${plan.ip} }`;
}

function floatingOf({ hetzner: state }: Cloud, { id }: AddressPlan): FloatingIp {
  const floating = state.floatingIps.get(Number(id));
  if (floating === undefined) throw new Error(`No ${id} in the topology`);
  return floating;
}
