import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';

import { addressIds } from '../core/address.ts';
import { normaliseIp } from '../core/ip.ts';
import { alerts } from './alerts-schema.ts';

/** The shape of the config file. What it says here is also what `floatip config schema` prints. */

const millisecondsPer: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m)$/;

const durationWords = 'a duration such as 500ms, 5s or 2m';

const duration = v.pipe(
  v.string(durationWords),
  v.regex(durationPattern, durationWords),
  v.transform((text) => {
    const [, amount = '0', unit = 'ms'] = durationPattern.exec(text) ?? [];
    return Number(amount) * (millisecondsPer[unit] ?? 1);
  }),
  v.minValue(1, 'a duration of at least 1ms'),
  v.maxValue(86_400_000, 'a duration of at most a day'),
);

const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, dots, hyphens'),
);
const text = v.pipe(v.string(), v.minLength(1, 'some text'));

const ipv4Words = 'an IPv4 address such as 203.0.113.10';
const ipv4 = v.pipe(
  v.string(ipv4Words),
  v.check((ip) => normaliseIp(ip)?.includes('.') === true, ipv4Words),
  v.transform((ip) => normaliseIp(ip) ?? ip),
);
const ipv6Words = 'an IPv6 address such as 2001:db8::10';
const ipv6 = v.pipe(
  v.string(ipv6Words),
  v.check((ip) => normaliseIp(ip)?.includes(':') === true, ipv6Words),
  v.transform((ip) => normaliseIp(ip) ?? ip),
);

const ip = v.pipe(
  v.string('an IP address'),
  v.check((candidate) => normaliseIp(candidate) !== undefined, 'an IP address'),
  v.transform((known) => normaliseIp(known) ?? known),
);

const common = {
  name,
  /** The VRRP instance or group whose MASTER holds the address. */
  follow: v.exactOptional(text),
  /** An IP that keepalived puts on this host while it is MASTER. */
  vip: v.exactOptional(ip),
};

const idWords = (example: string): string => `an id such as ${example}`;
const eipId = v.pipe(v.string(), v.regex(addressIds['tencent-eip'], idWords('eip-ek0cdz1g')));
const havipId = v.pipe(v.string(), v.regex(addressIds['tencent-havip'], idWords('havip-9o233uri')));
const vpcId = v.pipe(v.string(), v.regex(/^vpc-[a-z0-9]{4,16}$/, idWords('vpc-5dgjbkzq')));
const eniId = v.pipe(v.string(), v.regex(/^eni-[a-z0-9]{4,16}$/, idWords('eni-jyhoxx61')));

const tencentEip = v.strictObject({
  ...common,
  kind: v.literal('tencent-eip'),
  /** One of id and ip has to be there. */
  id: v.exactOptional(eipId),
  ip: v.exactOptional(ipv4),
  /** A network interface of this host, and the private IP on it, instead of the host as a whole. */
  networkInterface: v.exactOptional(eniId),
  privateIp: v.exactOptional(ipv4),
});

const tencentHavip = v.strictObject({
  ...common,
  kind: v.literal('tencent-havip'),
  /** One of id and ip has to be there. */
  id: v.exactOptional(havipId),
  ip: v.exactOptional(ipv4),
  /** The interface on which keepalived puts it. */
  interface: v.pipe(v.string(), v.regex(/^[^\s/]{1,15}$/, 'an interface such as eth0')),
  /** The EIP that belongs on it. */
  eip: v.exactOptional(ipv4),
});

const tencentPrivateIp = v.strictObject({
  ...common,
  kind: v.literal('tencent-private-ip'),
  ip: ipv4,
  /** Its VPC, where the account has the same IP in several. */
  vpc: v.exactOptional(vpcId),
  /** The network interface of this host that it goes to; by default the one in its subnet. */
  networkInterface: v.exactOptional(eniId),
});

const address = v.variant('kind', [
  v.strictObject({ ...common, kind: v.literal('digitalocean-reserved-ip'), ip: ipv4 }),
  v.strictObject({ ...common, kind: v.literal('digitalocean-reserved-ipv6'), ip: ipv6 }),
  tencentEip,
  tencentHavip,
  tencentPrivateIp,
]);

const absolutePath = v.pipe(v.string(), v.regex(/^\//, 'an absolute path'));

const digitalocean = v.strictObject({
  tokenFile: v.optional(absolutePath),
  endpoint: v.optional(v.string()),
  metadata: v.optional(v.string()),
});

const tencent = v.strictObject({
  /** By default what the metadata service says. */
  region: v.optional(
    v.pipe(v.string(), v.regex(/^[a-z]+(-[a-z0-9]+)+$/, 'a region such as ap-guangzhou')),
  ),
  credentials: v.optional(
    v.union(
      [
        v.literal('role'),
        v.strictObject({ secretIdFile: absolutePath, secretKeyFile: absolutePath }),
      ],
      'role, or { secretIdFile, secretKeyFile }',
    ),
  ),
  endpoint: v.optional(v.string()),
  metadata: v.optional(v.string()),
});

const timing = v.strictObject({
  request: v.optional(duration),
  deadline: v.optional(duration),
  interval: v.optional(duration),
});

export const configFile = v.strictObject({
  cluster: v.optional(name),
  providers: v.optional(
    v.strictObject({ digitalocean: v.optional(digitalocean), tencent: v.optional(tencent) }),
  ),
  addresses: v.optional(v.array(address)),
  timing: v.optional(timing),
  alerts: v.optional(alerts),
});
export type ConfigFile = v.InferOutput<typeof configFile>;

/** The schema as JSON Schema, for editors. Checks that it cannot express are left out. */
export function jsonSchema(): object {
  const schema = toJsonSchema(configFile, { typeMode: 'input', errorMode: 'ignore' });
  return { ...schema, patternProperties: { '^x-': {} } };
}
