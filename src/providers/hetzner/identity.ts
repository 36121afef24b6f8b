import { Failure } from '../../ports/failure.ts';
import type { Identity, Introduction } from '../../ports/identity.ts';
import { createMetadataIdentity } from '../metadata-identity.ts';
import type { Get, MetadataIdentityOptions } from '../metadata-identity.ts';
import { firmwareId, remembering } from './firmware.ts';
import type { Firmware } from './firmware.ts';
import { isHetznerId } from './ids.ts';
import { ownMetadata } from './settings.ts';

export interface IdentityOptions extends Pick<
  MetadataIdentityOptions,
  'metadata' | 'http' | 'clock' | 'random' | 'cache'
> {
  readonly firmware: Firmware;
}

const root = '/hetzner/v1/metadata';

/** Identity from the metadata service, with the firmware of the server as the second witness. */
export function createIdentity({ firmware, cache, ...options }: IdentityOptions): Identity {
  const identity = createMetadataIdentity({
    ...options,
    cache: remembering(cache, firmware),
    provider: 'hetzner',
    nodeWord: 'cloud server',
    isNodeId: isHetznerId,
    isRegion,
    ask,
  });
  return {
    async introduce(signal, patience) {
      const introduction = await identity.introduce(signal, patience);
      // Another service than that of the servers is there to say something else.
      if (options.metadata === ownMetadata) refuseAnother(introduction, firmwareId(firmware));
      return introduction;
    },
  };
}

/** A network zone, or nothing: nobody has to know it. */
function isRegion(text: string): boolean {
  return text === '' || /^[a-z][a-z0-9-]{1,31}$/.test(text);
}

function refuseAnother({ self }: Introduction, id: string | undefined): void {
  if (id === undefined || id === self.node) return;
  const message = `The metadata service says that this is server ${self.node}, and the firmware that it is server ${id}`;
  throw new Failure('config', message, {
    hint: `See what answers at ${ownMetadata}, or name the server with --to, or --from to release`,
  });
}

/** By one request, as every other one is downtime; line by line where the document does not say it. */
async function ask(get: Get): Promise<Introduction> {
  const { status, body } = await get(root);
  const said = (key: string): string => (status === 200 ? lineIn(body, key) : '');
  const id = said('instance-id') || (await line(get, 'instance-id'));
  if (!isHetznerId(id)) throw new Failure('transport', 'it does not say the id of the server');
  const region = said('region') || said('availability-zone');
  return {
    self: { provider: 'hetzner', node: id, region: isRegion(region) ? region : '' },
    listedIps: [],
  };
}

/** Of YAML, in which only what belongs to the document as a whole begins a line. */
function lineIn(document: string, key: string): string {
  return RegExp(`^${key}: *(['"]?)([\\w-]+)\\1\\s*$`, 'm').exec(document)?.[2] ?? '';
}

/** What is empty is answered with 204, and what a service does not have with 404. */
async function line(get: Get, path: string): Promise<string> {
  const { status, body } = await get(`${root}/${path}`);
  if (status === 200) return body.trim();
  if (status === 204 || status === 404) return '';
  throw new Failure('transport', `it answered ${status} for ${path}`);
}
