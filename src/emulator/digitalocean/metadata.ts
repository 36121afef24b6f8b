import { json, text } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import { privateIp } from './render.ts';
import type { Droplet, State } from './state.ts';

const root = '/metadata/v1';

export interface MetadataOptions {
  readonly state: State;
  /** How long the service takes to learn that an address has moved. */
  readonly lagMs: number;
}

/** The metadata service as one Droplet sees it. */
export function answerMetadata(
  request: CloudRequest,
  { state, lagMs }: MetadataOptions,
): CloudReply {
  const droplet = state.droplets.get(Number(request.node));
  if (droplet === undefined || request.method !== 'GET') return text(404, 'not found');
  const document = documentOf(droplet, state.heldAt(droplet.id, state.now() - lagMs));
  if (request.path === `${root}.json`) return json(200, document);
  // The index without its slash is a redirect, everything else is not.
  if (request.path === root) return text(301, '', { location: `${root}/` });
  if (!request.path.startsWith(`${root}/`)) return text(404, 'not found');
  return textAt(document, request.path.slice(root.length + 1));
}

function documentOf({ id, name, region }: Droplet, held: readonly string[]): Tree {
  const v4 = held.find((ip) => !ip.includes(':'));
  const v6 = held.find((ip) => ip.includes(':'));
  return {
    droplet_id: id,
    hostname: name,
    vendor_data: '#cloud-config\n',
    public_keys: [],
    region,
    interfaces: interfacesOf(id),
    floating_ip: { ipv4: active(v4) },
    reserved_ip: { ipv4: active(v4), ipv6: active(v6) },
    dns: { nameservers: ['67.207.67.2', '67.207.67.3'] },
    tags: null,
    features: { dhcp_enabled: false },
  };
}

/** `ip_address` is absent where nothing is active. */
function active(ip: string | undefined): object {
  return ip === undefined ? { active: false } : { active: true, ip_address: ip };
}

function interfacesOf(id: number): object {
  const tail = `${(id >> 8) & 255}.${id & 255}`;
  const mac = (kind: string): string =>
    `04:01:2a:0f:${kind}:${(id & 255).toString(16).padStart(2, '0')}`;
  const inner = { ip_address: privateIp(id), netmask: '255.255.0.0', gateway: '10.108.0.1' };
  const outer = { ip_address: `198.18.${tail}`, netmask: '255.254.0.0', gateway: '198.18.0.1' };
  const anchor = { ip_address: `10.17.${tail}`, netmask: '255.255.0.0', gateway: '10.17.0.1' };
  return {
    private: [{ ipv4: inner, mac: mac('02'), type: 'private' }],
    public: [{ ipv4: outer, anchor_ipv4: anchor, mac: mac('01'), type: 'public' }],
  };
}

/** Plain text under the index: values as they are, folders as lists of names. */
function textAt(document: Tree, path: string): CloudReply {
  let value: unknown = plain(document);
  for (const segment of path.split('/').filter((part) => part !== '')) {
    if (!isTree(value) || !Object.hasOwn(value, segment)) return text(404, 'not found');
    value = value[segment];
  }
  if (!isTree(value)) return text(200, String(value));
  const names = Object.entries(value).map(([name, below]) => (isTree(below) ? `${name}/` : name));
  return text(200, names.join('\n'));
}

/** The tree of the text service: `id` for `droplet_id`, `address` inside interfaces. */
function plain({ droplet_id: id, interfaces, ...rest }: Tree): Tree {
  const renamed = JSON.stringify(interfaces).replaceAll('"ip_address"', '"address"');
  return { id, ...rest, interfaces: JSON.parse(renamed) as unknown };
}

type Tree = Readonly<Record<string, unknown>>;

/** Lists are folders as well: `interfaces/public/0/`. */
function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}
