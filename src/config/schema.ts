import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';

import type { ListedAddress } from '../core/address.ts';
import type { ConfigPart } from '../providers/config-part.ts';
import { argvLike, interfaceName, ip } from '../providers/config-values.ts';
import { alerts } from './alerts-schema.ts';
import { doctor, peers } from './doctor-schema.ts';
import { duration } from './duration-schema.ts';
import { follow } from './follow-schema.ts';
import { hosts } from './hosts-schema.ts';
import type { HostsFile } from './hosts-schema.ts';
import { leases } from './leases-schema.ts';
import type { LeasesFile } from './leases-schema.ts';
import { probe } from './probe-schema.ts';

/** The shape of the config file. What it says here is also what `floatip config schema` prints. */

const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, dots, hyphens'),
);

const common = {
  name,
  /** What says who holds the address. */
  follow: v.exactOptional(follow),
  /** An IP that keepalived puts on this host while it is MASTER. */
  vip: v.exactOptional(ip),
  /** Where this host has it, while it is here. */
  guest: v.exactOptional(v.strictObject({ interface: interfaceName, ip: v.exactOptional(ip) })),
  /** A program that is run once the address is where it was to be. */
  after: v.exactOptional(argvLike('[/usr/local/bin/moved, web]')),
  /** How to ask it from outside whether somebody answers, once it is here. */
  probe: v.exactOptional(probe),
};

const timing = v.strictObject({
  request: v.optional(duration),
  deadline: v.optional(duration),
  interval: v.optional(duration),
});

export interface ConfigFile {
  readonly cluster?: string | undefined;
  /** The part of each cloud, checked against its own schema. */
  readonly providers?: Readonly<Record<string, unknown>> | undefined;
  readonly addresses?: readonly ListedAddress[] | undefined;
  readonly leases?: LeasesFile | undefined;
  readonly hosts?: HostsFile | undefined;
  readonly timing?: v.InferOutput<typeof timing> | undefined;
  readonly alerts?: v.InferOutput<typeof alerts> | undefined;
  readonly peers?: readonly string[] | undefined;
  readonly doctor?: v.InferOutput<typeof doctor> | undefined;
}

/** The parts of clouds by their names. */
export type ConfigParts = ReadonlyMap<string, ConfigPart>;

export function configFileOf(parts: ConfigParts): v.GenericSchema<unknown, ConfigFile> {
  const sections = [...parts].map(([cloud, { section }]) => [cloud, v.optional(section)]);
  const addresses = [...parts.values()].flatMap((part) =>
    Object.entries(part.addresses).map(([kind, entries]) =>
      v.strictObject({ ...common, kind: v.literal(kind), ...entries }),
    ),
  );
  return v.strictObject({
    cluster: v.optional(name),
    providers: v.optional(v.strictObject(Object.fromEntries(sections))),
    addresses: v.optional(v.array(v.variant('kind', addresses))),
    leases: v.optional(leases),
    hosts: v.optional(hosts),
    timing: v.optional(timing),
    alerts: v.optional(alerts),
    peers: v.optional(peers),
    doctor: v.optional(doctor),
  });
}

/** The schema as JSON Schema, for editors. Checks that it cannot express are left out. */
export function jsonSchema(parts: ConfigParts): object {
  const schema = toJsonSchema(configFileOf(parts), { typeMode: 'input', errorMode: 'ignore' });
  return { ...schema, patternProperties: { '^x-': {} } };
}
