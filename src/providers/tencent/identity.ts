import { isIpv4 } from '../../core/ip.ts';
import { Failure } from '../../ports/failure.ts';
import type { Identity, Introduction } from '../../ports/identity.ts';
import { createMetadataIdentity } from '../metadata-identity.ts';
import type { Get, MetadataIdentityOptions } from '../metadata-identity.ts';
import { isInstanceId } from './ids.ts';

/** Identity from the CVM metadata service, which answers in plain text, a path for each fact. */
export function createIdentity(
  options: Omit<MetadataIdentityOptions, 'provider' | 'nodeWord' | 'isNodeId' | 'isRegion' | 'ask'>,
): Identity {
  return createMetadataIdentity({
    ...options,
    provider: 'tencent',
    nodeWord: 'CVM instance',
    isNodeId: isInstanceId,
    isRegion,
    ask,
  });
}

const root = '/latest/meta-data';
const paths = ['instance-id', 'placement/region', 'local-ipv4', 'public-ipv4'] as const;

async function ask(get: Get): Promise<Introduction> {
  const line = async (path: string): Promise<string> => {
    const { status, body } = await get(`${root}/${path}`);
    return status === 200 ? body.trim() : '';
  };
  const [node = '', region = '', anchor = '', publicIp = ''] = await Promise.all(paths.map(line));
  if (!isInstanceId(node) || !isRegion(region)) {
    throw new Failure('transport', 'it says neither instance id nor region');
  }
  return {
    self: { provider: 'tencent', node, region },
    listedIps: [publicIp].filter(isIpv4),
    ...(isIpv4(anchor) ? { anchor } : {}),
  };
}

/** Whether a text looks like a region, such as ap-guangzhou. */
function isRegion(text: string): boolean {
  return text.length <= 32 && /^[a-z]+(?:-[a-z0-9]+)+$/.test(text);
}
