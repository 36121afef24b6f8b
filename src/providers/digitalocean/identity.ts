import { safeParse } from 'valibot';

import { parseJson } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Identity, Introduction, Self } from '../../ports/identity.ts';
import { createMetadataIdentity } from '../metadata-identity.ts';
import type { Get, MetadataIdentityOptions } from '../metadata-identity.ts';
import { metadata } from './schema.ts';
import type { Metadata } from './schema.ts';

/** Identity from the Droplet metadata service. */
export function createIdentity(
  options: Omit<MetadataIdentityOptions, 'provider' | 'nodeWord' | 'ask'>,
): Identity {
  return createMetadataIdentity({
    ...options,
    provider: 'digitalocean',
    nodeWord: 'Droplet',
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
  const anchor = interfaces?.public?.[0]?.anchor_ipv4?.ip_address ?? undefined;
  return { self, listedIps, ...(anchor === undefined ? {} : { anchor }) };
}

/** `active` is about the Droplet; which address it is stands beside it. */
function listedBy({ reserved_ip: reserved, floating_ip: floating }: Metadata): readonly string[] {
  const listed: string[] = [];
  for (const entry of [reserved?.ipv4, reserved?.ipv6, floating?.ipv4]) {
    const ip = entry?.active === true ? entry.ip_address : undefined;
    if (typeof ip === 'string') listed.push(ip);
  }
  return listed;
}

/** The same in plain text, for a metadata service without the JSON document. */
async function askLineByLine(get: Get): Promise<Introduction> {
  const line = async (path: string): Promise<string> => {
    const { status, body } = await get(`/metadata/v1/${path}`);
    return status === 200 ? body.trim() : '';
  };
  const [node = '', region = '', ...listed] = await Promise.all(
    ['id', 'region', 'reserved_ip/ipv4/ip_address', 'reserved_ip/ipv6/ip_address'].map(line),
  );
  if (node === '' || region === '') throw new Failure('transport', 'it says neither id nor region');
  const self: Self = { provider: 'digitalocean', node, region };
  return { self, listedIps: listed.filter((ip) => ip !== '') };
}
