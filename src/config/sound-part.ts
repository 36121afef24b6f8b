import { safeParse } from 'valibot';
import type { GenericSchema } from 'valibot';

import { isRecord } from '../lib/json.ts';
import type { ConfigFile } from './schema.ts';

/** What of a config file is as it should be, where not all of it is. */
export interface SoundPart extends ConfigFile {
  readonly addresses: NonNullable<ConfigFile['addresses']>;
  /** Where in the file each of the addresses stands. */
  readonly positions: readonly number[];
  /** Whether nothing was left out of what addresses may follow. */
  readonly hasAllLeases: boolean;
}

/** Takes a file apart, so that what is well can be looked at beside what is not. */
export function soundPartOf(plain: unknown, schema: GenericSchema<unknown, ConfigFile>): SoundPart {
  const { addresses, leases, hosts, peers } = isRecord(plain) ? plain : {};
  const found = (Array.isArray(addresses) ? addresses : []).flatMap((item: unknown, position) => {
    const parsed = safeParse(schema, { addresses: [item] });
    const [address] = parsed.success ? (parsed.output.addresses ?? []) : [];
    return address === undefined ? [] : [{ address, position }];
  });
  const parsed = safeParse(schema, {
    ...(leases === undefined ? {} : { leases }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(peers === undefined ? {} : { peers }),
  });
  return {
    addresses: found.map(({ address }) => address),
    positions: found.map(({ position }) => position),
    leases: parsed.success ? parsed.output.leases : undefined,
    hosts: parsed.success ? parsed.output.hosts : undefined,
    peers: parsed.success ? parsed.output.peers : undefined,
    hasAllLeases: parsed.success,
  };
}
