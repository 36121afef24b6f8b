import { safeParse } from 'valibot';

import { isIpv4 } from '../../core/ip.ts';
import { parseJson } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Identity, Introduction } from '../../ports/identity.ts';
import { createMetadataIdentity } from '../metadata-identity.ts';
import type { Get, MetadataIdentityOptions } from '../metadata-identity.ts';
import { isInstanceId, isRegion } from './ids.ts';
import { textAt } from './metadata.ts';
import { identityDocument } from './schema.ts';

/** Identity from the instance metadata service, asked by a client in a session with it. */
export function createIdentity(
  options: Omit<MetadataIdentityOptions, 'provider' | 'nodeWord' | 'isNodeId' | 'isRegion' | 'ask'>,
): Identity {
  return createMetadataIdentity({
    ...options,
    provider: 'aws',
    nodeWord: 'EC2 instance',
    isNodeId: isInstanceId,
    isRegion,
    ask,
  });
}

async function ask(get: Get): Promise<Introduction> {
  const [document, anchor, publicIp] = await Promise.all([
    get('/latest/dynamic/instance-identity/document'),
    textAt(get, 'local-ipv4'),
    textAt(get, 'public-ipv4'),
  ]);
  const parsed = safeParse(identityDocument, parseJson(document.body));
  if (document.status !== 200 || !parsed.success) {
    throw new Failure('transport', 'it says neither instance id nor region');
  }
  const { instanceId: node, region } = parsed.output;
  return {
    self: { provider: 'aws', node, region },
    listedIps: [publicIp].filter(isIpv4),
    ...(isIpv4(anchor) ? { anchor } : {}),
  };
}
