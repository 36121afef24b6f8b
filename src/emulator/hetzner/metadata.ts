import { text } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import { zoneOf } from './locations.ts';
import type { Server, State } from './state.ts';

const root = '/hetzner/v1/metadata';

/** The metadata service as one server sees it: plain text a value, and all of it as YAML. */
export function answerMetadata({ node, method, path }: CloudRequest, state: State): CloudReply {
  const server = state.servers.get(Number(node));
  if (server === undefined || method !== 'GET') return text(404, 'not found');
  const values = valuesOf(server);
  if (path === root || path === `${root}/`) return text(200, documentOf(values));
  if (!path.startsWith(`${root}/`)) return text(404, 'not found');
  const name = path.slice(root.length + 1);
  const value = name === 'private-networks' ? '' : values[name];
  if (value === undefined) return text(404, 'not found');
  // What there is none of is answered without a body.
  return value === '' ? text(204, '') : text(200, value);
}

function valuesOf({ id, name, location }: Server): Readonly<Record<string, string>> {
  return {
    'availability-zone': `${location}-dc1`,
    hostname: name,
    'instance-id': String(id),
    'local-ipv4': '',
    'public-ipv4': `198.18.${(id >> 8) & 255}.${id & 255}`,
    region: zoneOf(location),
  };
}

function documentOf(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(
    ([key, value]) => `${key}: ${value === '' ? "''" : value}`,
  );
  return `${lines.join('\n')}\n`;
}
