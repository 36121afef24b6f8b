import type { Cloud } from '../../../src/emulator/cloud.ts';
import type { ReservedIp } from '../../../src/emulator/digitalocean/state.ts';
import { token } from '../../support/token.ts';
import { apiPort, frontPort, gateway, hostNames, hostPlan, metadataIps } from '../layout.ts';
import type { HostPlan } from '../layout.ts';
import type { AddressPlan } from '../setup.ts';
import type { Vendor } from './vendor.ts';

export const digitalocean: Vendor = {
  metadataIp: metadataIps.digitalocean,
  api: { service: 'digitalocean-api' },
  late: (ms) => [{ match: { method: 'POST' }, times: 0, fault: { type: 'action', ms } }],
  topology: ({ hosts, addresses }, { moveMs }) => `
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: ${moveMs}
  # A lab fails over more often in an hour than anybody's site in a year.
  limits: { perMinute: 100000, perHour: 1000000 }
  metadata: { listen: '${metadataIps.digitalocean}:80' }
  droplets:
${hosts.map((name) => `    - ${droplet(hostPlan(name))}`).join('\n')}
  reservedIps:
${addresses.map(({ ip }) => `    - { ip: ${ip}, region: nyc3 }`).join('\n')}
`,
  settle: ({ digitalocean: state }) => state.settle(),
  holder(cloud, address) {
    const { droplet: id } = reservedOf(cloud, address);
    return hostNames.find((name) => idOf(hostPlan(name)) === id) ?? null;
  },
  isMoving: (cloud, address) =>
    cloud.digitalocean.pendingOn(reservedOf(cloud, address)) !== undefined,
  isWrite: ({ method }) => method === 'POST',
  taking({ path, body }) {
    const [, address = ''] = /^\/v2\/reserved_ips\/([^/]+)\/actions$/.exec(path) ?? [];
    const [, id] = /"droplet_id":(\d+)/.exec(body) ?? [];
    const by = hostNames.find((name) => String(idOf(hostPlan(name))) === id);
    return by === undefined ? undefined : { by, address };
  },
  // The metadata service is where it is on every Droplet, so nothing has to be said of it.
  section: (tokenFile) => `  digitalocean:
    tokenFile: ${tokenFile}
    endpoint: http://${gateway}:${apiPort}
`,
  describe: ({ ip }) => `ip: ${ip}`,
};

/** The same with TLS, by way of a front. */
export const frontedDigitalocean: Vendor = {
  ...digitalocean,
  isFronted: true,
  section: (tokenFile) => `  digitalocean:
    tokenFile: ${tokenFile}
    endpoint: https://${gateway}:${frontPort}
`,
};

function idOf({ number }: HostPlan): number {
  return number * 111;
}

/** One metadata service for all, at its own address, which knows who asks by where that comes from. */
function droplet(plan: HostPlan): string {
  return `{ id: ${idOf(plan)}, name: ${plan.name}, region: nyc3, source: ${plan.ip} }`;
}

function reservedOf({ digitalocean: state }: Cloud, { ip }: AddressPlan): ReservedIp {
  const reserved = state.reservedIps.get(ip);
  if (reserved === undefined) throw new Error(`No ${ip} in the topology`);
  return reserved;
}
