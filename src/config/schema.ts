import * as z from 'zod/mini';

import { normaliseIp } from '../core/ip.ts';

/** The shape of the config file. What it says here is also what `floatip config schema` prints. */

const millisecondsPer: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const durationPattern = /^(\d+(?:\.\d+)?)(ms|s|m)$/;

const duration = z.pipe(
  z.string().check(z.regex(durationPattern, 'a duration such as 500ms, 5s or 2m')),
  z.transform((text) => {
    const [, amount = '0', unit = 'ms'] = durationPattern.exec(text) ?? [];
    return Number(amount) * (millisecondsPer[unit] ?? 1);
  }),
);

const name = z
  .string()
  .check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name of letters, digits, dots, hyphens'));

function ipOfVersion(version: 4 | 6): z.ZodMiniType<string, string> {
  const example = version === 4 ? '203.0.113.10' : '2001:db8::10';
  return z.pipe(
    z.string().check(
      z.refine((text) => normaliseIp(text)?.includes(':') === (version === 6), {
        error: `an IPv${version} address such as ${example}`,
      }),
    ),
    z.transform((text) => normaliseIp(text) ?? text),
  );
}

const common = { name, follow: z.optional(z.string().check(z.minLength(1))) };

const address = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('digitalocean-reserved-ip'), ip: ipOfVersion(4) }),
  z.strictObject({ ...common, kind: z.literal('digitalocean-reserved-ipv6'), ip: ipOfVersion(6) }),
]);

const digitalocean = z.strictObject({
  tokenFile: z.optional(z.string().check(z.minLength(1))),
  endpoint: z.optional(z.string()),
  metadata: z.optional(z.string()),
});

const timing = z.strictObject({
  request: z.optional(duration),
  deadline: z.optional(duration),
  interval: z.optional(duration),
});

export const configFile = z.strictObject({
  cluster: z.optional(name),
  providers: z.optional(z.strictObject({ digitalocean: z.optional(digitalocean) })),
  addresses: z.optional(z.array(address)),
  timing: z.optional(timing),
});
export type ConfigFile = z.output<typeof configFile>;

/** The schema as JSON Schema, for editors. */
export function jsonSchema(): object {
  return z.toJSONSchema(configFile, { io: 'input' });
}
