import { safeParse } from 'valibot';

import { isIpv4, isIpv6 } from '../../core/ip.ts';
import { parseJson } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Identity, Introduction, Self } from '../../ports/identity.ts';
import { createMetadataIdentity } from '../metadata-identity.ts';
import type { Get, MetadataIdentityOptions } from '../metadata-identity.ts';
import { isDropletId } from './ids.ts';
import { isRegion, metadata } from './schema.ts';
import type { ActiveIp, Metadata } from './schema.ts';

/** Identity from the Droplet metadata service. */
export function createIdentity(
  options: Omit<MetadataIdentityOptions, 'provider' | 'nodeWord' | 'isNodeId' | 'isRegion' | 'ask'>,
): Identity {
  return createMetadataIdentity({
    ...options,
    provider: 'digitalocean',
    nodeWord: 'Droplet',
    isNodeId: isDropletId,
    isRegion,
    ask,
  });
}

async function ask(get: Get): Promise<Introduction> {
  const reply = await get('/metadata/v1.json');
  if (reply.status === 404) return await askLineByLine(get);
  const parsed = safeParse(metadata, reply.status === 200 ? parseJson(reply.body) : undefined);
  if (parsed.success) return introductionOf(parsed.output);
  throw new Failure('transport', `it answered ${reply.status} with something else than metadata`);
}

function introductionOf(document: Metadata): Introduction {
  const { droplet_id: node, region, interfaces } = document;
  const self: Self = { provider: 'digitalocean', node, region };
  const listedIps = listedBy(document);
  const anchor = interfaces?.public?.[0]?.anchor_ipv4?.ip_address ?? '';
  return { self, listedIps, ...(isIpv4(anchor) ? { anchor } : {}) };
}

function listedBy({ reserved_ip: reserved, floating_ip: floating }: Metadata): readonly string[] {
  return [
    ...[reserved?.ipv4, floating?.ipv4].map(activeIpIn).filter(isIpv4),
    ...[reserved?.ipv6].map(activeIpIn).filter(isIpv6),
  ];
}

/** `active` is about the Droplet; which address it is stands beside it. */
function activeIpIn(entry: ActiveIp): string {
  return entry?.active === true ? (entry.ip_address ?? '') : '';
}

/** The same in plain text, for a metadata service without the JSON document. */
async function askLineByLine(get: Get): Promise<Introduction> {
  const line = async (path: string): Promise<string> => {
    const { status, body } = await get(`/metadata/v1/${path}`);
    return status === 200 ? body.trim() : '';
  };
  const [node = '', region = '', ipv4 = '', ipv6 = ''] = await Promise.all(
    ['id', 'region', 'reserved_ip/ipv4/ip_address', 'reserved_ip/ipv6/ip_address'].map(line),
  );
  if (!isDropletId(node) || !isRegion(region)) {
    throw new Failure('transport', 'it says neither id nor region');
  }
  const self: Self = { provider: 'digitalocean', node, region };
  return { self, listedIps: [...[ipv4].filter(isIpv4), ...[ipv6].filter(isIpv6)] };
}
