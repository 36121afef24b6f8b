import { endsAtMs } from './state.ts';
import type { Action, Droplet, ReservedIp, State } from './state.ts';

/** Bodies in the shape of DigitalOcean's API description. */

/** What the token of the request may see. */
export type Sees = (scope: string) => boolean;

const createdAt = '2026-01-01T00:00:00Z';
const sizeSlug = 's-1vcpu-1gb';

export function region(slug: string): object {
  return {
    name: slug.toUpperCase(),
    slug,
    features: ['private_networking', 'backups', 'ipv6', 'metadata'],
    available: true,
    sizes: [sizeSlug],
  };
}

export function droplet({ id, name, region: slug }: Droplet, state: State): object {
  return {
    id,
    name,
    memory: 1024,
    vcpus: 1,
    disk: 25,
    locked: false,
    status: 'active',
    kernel: null,
    created_at: createdAt,
    features: ['private_networking', 'ipv6'],
    backup_ids: [],
    next_backup_window: null,
    snapshot_ids: [],
    image: image(slug),
    volume_ids: [],
    size: size(slug),
    size_slug: sizeSlug,
    networks: networks(id, state),
    region: region(slug),
    tags: [],
  };
}

function networks(id: number, state: State): object {
  const v4 = [
    { ip_address: privateIp(id), netmask: '255.255.0.0', gateway: 'nil', type: 'private' },
  ];
  const reserved = [...state.reservedIps.values()].filter((one) => one.droplet === id);
  const v6 = reserved
    .filter(({ ip }) => ip.includes(':'))
    .map(({ ip }) => ({ ip_address: ip, netmask: 0, gateway: '::', type: 'public' }));
  return { v4, v6 };
}

function image(slug: string): object {
  return {
    id: 63_663_980,
    name: '12 x64',
    type: 'base',
    distribution: 'Debian',
    slug: 'debian-12-x64',
    public: true,
    regions: [slug],
    created_at: createdAt,
    min_disk_size: 7,
    size_gigabytes: 2.36,
    description: '',
    tags: [],
    status: 'available',
  };
}

function size(slug: string): object {
  return {
    slug: sizeSlug,
    memory: 1024,
    vcpus: 1,
    disk: 25,
    transfer: 1,
    price_monthly: 6,
    price_hourly: 0.008_93,
    regions: [slug],
    available: true,
    description: 'Basic',
  };
}

export function privateIp(id: number): string {
  return `10.108.${(id >> 8) & 255}.${id & 255}`;
}

export function reservedIpv4(reserved: ReservedIp, state: State, sees: Sees): object {
  return {
    ip: reserved.ip,
    region: region(reserved.region),
    ...holder(reserved, state, sees),
    locked: state.pendingOn(reserved) !== undefined,
    ...(sees('project:read') ? { project_id: '746c6152-2fa2-11ed-92d3-27aaa54e4988' } : {}),
  };
}

export function reservedIpv6(reserved: ReservedIp, state: State, sees: Sees): object {
  const { ip, region: slug } = reserved;
  return { ip, region_slug: slug, reserved_at: createdAt, ...holder(reserved, state, sees) };
}

/** In a list, DigitalOcean leaves the Droplet of a free IPv6 out altogether. */
export function listedIpv6(reserved: ReservedIp, state: State, sees: Sees): object {
  const { droplet: holding, ...rest } = reservedIpv6(reserved, state, sees) as {
    droplet?: unknown;
  };
  return holding === null || holding === undefined ? rest : { ...rest, droplet: holding };
}

/** Without `droplet:read` the key is missing, which looks like neither held nor free. */
function holder({ droplet: id }: ReservedIp, state: State, sees: Sees): object {
  if (!sees('droplet:read')) return {};
  const found = id === null ? undefined : state.droplets.get(id);
  return { droplet: found === undefined ? null : droplet(found, state) };
}

export function action(one: Action, resourceType: string): object {
  const { id, type, ip, startedAtMs, fate, settled } = one;
  const ended = fate.shows === 'unknown-word' ? 'done' : fate.ends;
  return {
    id,
    status: settled ? ended : 'in-progress',
    type,
    started_at: new Date(startedAtMs).toISOString(),
    completed_at: settled ? new Date(endsAtMs(one)).toISOString() : null,
    resource_id: 758_604_968,
    resource_type: resourceType,
    region: region(ip.region),
    region_slug: ip.region,
  };
}

export function snapshot({ id, region: slug, busyUntilMs }: Droplet): object {
  return {
    id: 36_804_636,
    status: 'in-progress',
    type: 'snapshot',
    started_at: new Date(busyUntilMs).toISOString(),
    completed_at: null,
    resource_id: id,
    resource_type: 'droplet',
    region: region(slug),
    region_slug: slug,
  };
}

export function account(): object {
  return {
    droplet_limit: 25,
    floating_ip_limit: 5,
    email: 'operator@example.com',
    name: 'Operator',
    uuid: 'b6fc48dbf6d9156cace5f3c78dc9851d957381ef',
    email_verified: true,
    status: 'active',
    status_message: '',
  };
}
