import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';

import { normaliseIp } from '../core/ip.ts';

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

const ipv4 = v.pipe(
  v.string(),
  v.check((ip) => normaliseIp(ip)?.includes('.') === true, 'an IPv4 address such as 203.0.113.10'),
  v.transform((ip) => normaliseIp(ip) ?? ip),
);
const ipv6 = v.pipe(
  v.string(),
  v.check((ip) => normaliseIp(ip)?.includes(':') === true, 'an IPv6 address such as 2001:db8::10'),
  v.transform((ip) => normaliseIp(ip) ?? ip),
);

const common = { name, follow: v.optional(text) };

const address = v.variant('kind', [
  v.strictObject({ ...common, kind: v.literal('digitalocean-reserved-ip'), ip: ipv4 }),
  v.strictObject({ ...common, kind: v.literal('digitalocean-reserved-ipv6'), ip: ipv6 }),
]);

const absolutePath = v.pipe(v.string(), v.regex(/^\//, 'an absolute path'));

const digitalocean = v.strictObject({
  tokenFile: v.optional(absolutePath),
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
  providers: v.optional(v.strictObject({ digitalocean: v.optional(digitalocean) })),
  addresses: v.optional(v.array(address)),
  timing: v.optional(timing),
});
export type ConfigFile = v.InferOutput<typeof configFile>;

/** The schema as JSON Schema, for editors. Checks that it cannot express are left out. */
export function jsonSchema(): object {
  return toJsonSchema(configFile, { typeMode: 'input', errorMode: 'ignore' });
}
