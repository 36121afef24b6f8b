import * as v from 'valibot';

import { ip, listen, milliseconds, positive } from '../topology-values.ts';
import { actionNames } from './description.ts';

/** The vendor's ids: what sort of thing it is, and eight letters and digits. */
function id(prefix: string): v.GenericSchema<string> {
  const form = new RegExp(`^${prefix}-[0-9a-z]{8}$`);
  return v.pipe(v.string(), v.regex(form, `an id such as ${prefix}-1a2b3c4d`));
}

const mac = v.pipe(
  v.string(),
  v.toUpperCase(),
  v.regex(/^([0-9A-F]{2}:){5}[0-9A-F]{2}$/, 'a MAC address such as 52:54:00:12:34:56'),
);

const action = v.picklist(actionNames);
const flag = v.optional(v.boolean(), false);

const networkInterface = v.strictObject({
  id: id('eni'),
  mac,
  vpc: id('vpc'),
  subnet: id('subnet'),
  /** The first one is its primary address, which never leaves it. */
  ips: v.pipe(v.array(ip), v.minLength(1, 'a list of at least one address')),
});

const instance = v.strictObject({
  id: id('ins'),
  name: v.string(),
  zone: v.string(),
  /** Where this instance's own metadata service listens. */
  metadata: v.optional(listen),
  /** The address by which the common metadata service recognises this instance. */
  source: v.optional(ip),
  /** An ordinary public IP, which stands in the way of an EIP. */
  publicIp: v.optional(ip),
  /** The first one is its primary interface. */
  interfaces: v.pipe(v.array(networkInterface), v.minLength(1, 'a list of at least one interface')),
});

const eip = v.strictObject({
  id: id('eip'),
  ip,
  /** What it is bound to at first: the primary address of an instance, … */
  instance: v.optional(id('ins')),
  /** … or an address of an interface, its primary one if none is named. */
  interface: v.optional(id('eni')),
  privateIp: v.optional(ip),
  arrears: flag,
  blocked: flag,
  /** Released by the vendor as soon as it is unbound. */
  cascadeRelease: flag,
});

const havip = v.strictObject({
  id: id('havip'),
  ip,
  vpc: id('vpc'),
  subnet: id('subnet'),
  /** The interface that holds it at first. */
  interface: v.optional(v.nullable(id('eni'))),
  eip: v.optional(id('eip')),
  /** Whether only what is associated can take it. */
  checkAssociate: flag,
  /** Instances and interfaces. */
  associated: v.optional(v.array(v.string()), []),
});

const key = v.strictObject({
  secretId: v.string(),
  secretKey: v.string(),
  token: v.optional(v.string()),
  actions: v.optional(v.array(action)),
});

const role = v.strictObject({
  name: v.string(),
  ttlMs: v.optional(milliseconds, 6 * 3_600_000),
  actions: v.optional(v.array(action)),
  /** What its secrets begin with, so that they can be searched for. */
  secret: v.optional(v.string(), 'role-'),
});

/** The part of a topology that is about Tencent Cloud. */
export const tencentSection = v.strictObject({
  region: v.optional(v.string(), 'ap-guangzhou'),
  keys: v.optional(v.array(key), [{ secretId: 'AKIDrehearsal', secretKey: 'rehearsal' }]),
  /** The CAM role of every instance. */
  role: v.optional(role),
  /** How long a bind, an unbind or a migration takes. */
  taskMs: v.optional(milliseconds, 300),
  /** How long a HAVIP takes to follow an announcement. */
  driftMs: v.optional(milliseconds, 1000),
  /** Requests a second by action, where they are not to be the vendor's. */
  limits: v.optional(v.record(action, positive), {}),
  /** The common metadata service, which tells instances apart by their `source`. */
  metadata: v.optional(v.strictObject({ listen: v.optional(listen) }), {}),
  instances: v.array(instance),
  /** Interfaces that no instance has. */
  interfaces: v.optional(v.array(networkInterface), []),
  eips: v.optional(v.array(eip), []),
  havips: v.optional(v.array(havip), []),
});

export type TencentSection = v.InferOutput<typeof tencentSection>;

/** An account without anything, which no key opens. */
export const noTencent: TencentSection = v.parse(tencentSection, { keys: [], instances: [] });
