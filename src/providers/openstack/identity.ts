import * as v from 'valibot';

import { parseJson } from '../../lib/json.ts';
import { Failure } from '../../ports/failure.ts';
import type { Identity, Introduction } from '../../ports/identity.ts';
import { createMetadataIdentity } from '../metadata-identity.ts';
import type { Get, MetadataIdentityOptions } from '../metadata-identity.ts';
import { isUuid } from './ids.ts';

export interface IdentityOptions extends Pick<
  MetadataIdentityOptions,
  'metadata' | 'http' | 'clock' | 'random' | 'cache'
> {
  /** What the metadata service does not know. */
  readonly region: string | undefined;
}

const path = '/openstack/latest/meta_data.json';

const document = v.object({
  uuid: v.pipe(v.string(), v.check(isUuid)),
  availability_zone: v.nullish(v.string()),
});

/** Identity from Nova's metadata service: the id of the instance is `uuid` there (vshn/floaty, metadata_cloudscale.go). */
export function createIdentity({ region, ...options }: IdentityOptions): Identity {
  return createMetadataIdentity({
    ...options,
    provider: 'openstack',
    nodeWord: 'Nova instance',
    isNodeId: isUuid,
    isRegion,
    ask: (get) => ask(get, region),
  });
}

/** A region of the catalog, else an availability zone, or nothing: nobody has to know it. */
function isRegion(text: string): boolean {
  return /^[\x20-\x7e]{0,255}$/.test(text);
}

async function ask(get: Get, region: string | undefined): Promise<Introduction> {
  const { status, body } = await get(path);
  if (status !== 200) throw new Failure('transport', `it answered ${status} for ${path}`);
  const parsed = v.safeParse(document, parseJson(body));
  if (!parsed.success) {
    throw new Failure('transport', 'it does not say the id of the instance');
  }
  const { uuid, availability_zone: zone } = parsed.output;
  const at = region ?? zone ?? '';
  return {
    self: { provider: 'openstack', node: uuid, region: isRegion(at) ? at : '' },
    listedIps: [],
  };
}
