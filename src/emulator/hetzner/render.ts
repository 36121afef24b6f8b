import { zoneOf } from './locations.ts';
import { endsAtMs } from './state.ts';
import type { Action, FloatingIp, Server } from './state.ts';

/** Bodies in the shape of Hetzner Cloud's API description. */

const createdAt = '2026-01-01T00:00:00Z';

function location(name: string): object {
  return {
    id: 1,
    name,
    description: `${name} DC Park 1`,
    country: 'DE',
    city: name,
    latitude: 50.476_12,
    longitude: 12.370_071,
    network_zone: zoneOf(name),
  };
}

export function floatingIpObject({ id, ip, location: home, server }: FloatingIp): object {
  return {
    id,
    name: `floating-ip-${id}`,
    description: null,
    ip,
    type: ip.includes(':') ? 'ipv6' : 'ipv4',
    server,
    dns_ptr: [],
    home_location: location(home),
    blocked: false,
    protection: { delete: false },
    labels: {},
    created: createdAt,
  };
}

export function actionObject(one: Action): object {
  const { id, command, ip, server, startedAtMs, fate, settled } = one;
  const status = statusOf(one);
  return {
    id,
    command,
    status,
    progress: settled ? 100 : 0,
    started: new Date(startedAtMs).toISOString(),
    finished: settled ? new Date(endsAtMs(one)).toISOString() : null,
    resources: [
      { id: server, type: 'server' },
      { id: ip.id, type: 'floating_ip' },
    ],
    error:
      settled && fate.ends === 'errored'
        ? { code: 'action_failed', message: 'Action failed' }
        : null,
  };
}

function statusOf({ fate, settled }: Action): string {
  if (!settled) return 'running';
  if (fate.shows === 'unknown-word') return 'done';
  return fate.ends === 'errored' ? 'error' : 'success';
}

/** What somebody looks at who wants to know whether a server can have an address. */
export function serverObject(
  { id, name, location: at }: Server,
  floatingIps: readonly FloatingIp[],
): object {
  const held = floatingIps.filter((one) => one.server === id).map((one) => one.id);
  return {
    id,
    name,
    status: 'running',
    created: createdAt,
    locked: false,
    location: location(at),
    public_net: { ipv4: null, ipv6: null, floating_ips: held, firewalls: [] },
    private_net: [],
    protection: { delete: false, rebuild: false },
    labels: {},
  };
}
