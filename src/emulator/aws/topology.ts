import * as v from 'valibot';

import { ip, listen, milliseconds, positive } from '../topology-values.ts';
import { actionNames } from './description.ts';

/** The vendor's ids: what sort of thing it is, and 8 or 17 digits. */
function id(prefix: string): v.GenericSchema<string> {
  const form = new RegExp(`^${prefix}-(?:[0-9a-f]{8}|[0-9a-f]{17})$`);
  return v.pipe(v.string(), v.regex(form, `an id such as ${prefix}-1a2b3c4d`));
}

const mac = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/, 'a MAC address such as 02:00:00:00:00:01'),
);
const cidr = v.pipe(v.string(), v.regex(/^[0-9a-f.:]+\/\d{1,3}$/, 'a range such as 10.0.4.0/24'));
const action = v.picklist(actionNames);

const networkInterface = v.strictObject({
  id: id('eni'),
  mac,
  vpc: v.optional(id('vpc'), 'vpc-00000001'),
  subnet: v.optional(id('subnet'), 'subnet-00000001'),
  /** The range of the subnet. */
  cidr: v.optional(cidr, '10.0.0.0/8'),
  /** The first one is its primary address, which never leaves it. */
  ips: v.pipe(v.array(ip), v.minLength(1, 'a list of at least one address')),
  sourceDestCheck: v.optional(v.boolean(), true),
});

const instance = v.strictObject({
  id: id('i'),
  name: v.string(),
  zone: v.optional(v.string(), 'a'),
  /** Where this instance's own metadata service listens. */
  metadata: v.optional(listen),
  /** The address by which the common metadata service recognises this instance. */
  source: v.optional(ip),
  /** An ordinary public IP, which an Elastic IP takes the place of. */
  publicIp: v.optional(ip),
  /** Over how many hops the token of the metadata service goes, and over how many it is asked for. */
  hopLimit: v.optional(positive, 1),
  hops: v.optional(positive, 1),
  /** The first one is its first interface. */
  interfaces: v.pipe(v.array(networkInterface), v.minLength(1, 'a list of at least one interface')),
});

const eip = v.strictObject({
  id: id('eipalloc'),
  ip,
  /** What it is associated with at first: an address of an interface, its primary one if none is named. */
  interface: v.optional(id('eni')),
  privateIp: v.optional(ip),
});

const route = v.strictObject({
  to: cidr,
  /** One of both. */
  interface: v.optional(id('eni')),
  gateway: v.optional(v.string()),
});

const routeTable = v.strictObject({
  id: id('rtb'),
  vpc: v.optional(id('vpc'), 'vpc-00000001'),
  routes: v.array(route),
});

const key = v.strictObject({
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  sessionToken: v.optional(v.string()),
  actions: v.optional(v.array(action)),
});

const role = v.strictObject({
  name: v.string(),
  ttlMs: v.optional(milliseconds, 6 * 3_600_000),
  actions: v.optional(v.array(action)),
  /** What its secrets begin with, so that they can be searched for. */
  secret: v.optional(v.string(), 'role-'),
});

const assumable = v.strictObject({
  arn: v.string(),
  externalId: v.optional(v.string()),
  ttlMs: v.optional(milliseconds, 3_600_000),
  actions: v.optional(v.array(action)),
  secret: v.optional(v.string(), 'assumed-'),
});

const bucket = v.strictObject({ burst: positive, perSecond: positive });

/** The part of a topology that is about AWS. */
export const awsSection = v.strictObject({
  region: v.optional(v.string(), 'eu-central-1'),
  keys: v.optional(v.array(key), [{ accessKeyId: 'AKIAREHEARSAL', secretAccessKey: 'rehearsal' }]),
  /** The role of every instance. */
  role: v.optional(role),
  /** Roles that everybody with credentials may take on. */
  assumable: v.optional(v.array(assumable), []),
  /** How far a Describe lags behind a change. */
  lagMs: v.optional(milliseconds, 300),
  /** How long a private IP takes to get to another interface. */
  moveMs: v.optional(milliseconds, 600),
  /** Buckets of actions, where they are not to be the vendor's. */
  limits: v.optional(v.record(action, bucket), {}),
  /** The common metadata service, which tells instances apart by their `source`. */
  metadata: v.optional(v.strictObject({ listen: v.optional(listen) }), {}),
  instances: v.array(instance),
  /** Interfaces that no instance has. */
  interfaces: v.optional(v.array(networkInterface), []),
  eips: v.optional(v.array(eip), []),
  routeTables: v.optional(v.array(routeTable), []),
});

export type AwsSection = v.InferOutput<typeof awsSection>;

/** An account without anything, which no key opens. */
export const noAws: AwsSection = v.parse(awsSection, { keys: [], instances: [] });
