import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { asFailure, isFailure } from '../../ports/failure.ts';
import type { Self } from '../../ports/identity.ts';
import type { Account } from '../token-api.ts';
import type { ReservedIpAddress } from './address.ts';
import { regionsApart } from './diagnose.ts';
import type { Witness } from './diagnose.ts';
import { listReservedIps } from './read.ts';
import { getAction, getDroplet } from './sdk.ts';

/** What keeps this Droplet from taking reserved IPs. */
export async function preflight(
  addresses: readonly ReservedIpAddress[],
  self: Self,
  witness: Witness,
): Promise<readonly Check[]> {
  const parts = await Promise.all([
    permissions(self, witness),
    allowance(witness),
    places(addresses, self, witness),
    roomOf(addresses, self, witness),
  ]);
  return parts.flat();
}

/** Reading shows what the token may read. Nothing but a write shows whether it may write. */
async function permissions(self: Self, { account, signal }: Witness): Promise<readonly Check[]> {
  const asked = [
    ['droplet:read', () => getDroplet(account, self.node, signal)],
    // An action that is not there: the token is looked at first.
    ['actions:read', () => getAction(account, '1', signal)],
  ] as const;
  const lacks = await Promise.all(
    asked.map(async ([scope, ask]) => ((await isDenied(ask)) ? [scope] : [])),
  );
  const missing = lacks.flat();
  if (missing.length === 0) {
    const detail =
      'The token has droplet:read and actions:read; whether it has reserved_ip:update shows only with a takeover';
    return [passed('cloud.actions', detail)];
  }
  return [
    checked('cloud.actions', 'fail', {
      detail: `The token has not the scope ${missing.join(', nor ')}`,
      fix: 'Give the token the scopes that floatip init --policy prints',
    }),
  ];
}

async function isDenied(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return false;
  } catch (error) {
    const { class: failureClass } = asFailure(error);
    if (failureClass === 'denied') return true;
    if (failureClass === 'missing') return false;
    throw error;
  }
}

/** Both hosts share what is left where they share a token. */
const leastShare = 0.1;

async function allowance({ account, signal }: Witness): Promise<readonly Check[]> {
  const headers = await headersOf(account, signal);
  const [remaining, limit] = ['remaining', 'limit'].map((name) =>
    Number(headers[`ratelimit-${name}`] ?? Number.NaN),
  );
  if (remaining === undefined || limit === undefined) return [];
  if (!Number.isFinite(remaining) || !Number.isFinite(limit)) return [];
  const detail = `${remaining} of ${limit} requests an hour are left`;
  if (remaining > limit * leastShare) return [passed('cloud.quota', detail)];
  return [
    checked('cloud.quota', remaining === 0 ? 'fail' : 'warn', {
      detail,
      fix: 'See what else uses this token, give floatip one of its own, or a longer timing.interval',
    }),
  ];
}

async function headersOf(
  { endpoint, token, http, requestMs }: Account,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const { headers } = await http.send({
    method: 'GET',
    url: `${endpoint}/v2/reserved_ips?page=1&per_page=1`,
    headers: { authorization: `Bearer ${token.reveal()}` },
    timeoutMs: requestMs,
    signal,
  });
  return headers;
}

/** A reserved IP never leaves its region. */
async function places(
  addresses: readonly ReservedIpAddress[],
  self: Self,
  { client, signal }: Witness,
): Promise<readonly Check[]> {
  const checks = await Promise.all(
    addresses.map(async ({ kind, ip, name }) => {
      const found = await client.getReservedIp(kind, ip, signal).catch(asFailure);
      // Whoever reads the addresses says what is wrong with that.
      if (isFailure(found)) return [];
      const apart = regionsApart(found, { id: self.node, region: { slug: self.region } });
      return apart === undefined
        ? [passed('cloud.region', `It is in ${self.region}, as this Droplet is`, name)]
        : [
            checked('cloud.region', 'fail', {
              detail: apart.message,
              fix: apart.hint,
              address: name,
            }),
          ];
    }),
  );
  return checks.flat();
}

/** A Droplet has one reserved IP of each family, and another one is in the way. */
async function roomOf(
  addresses: readonly ReservedIpAddress[],
  self: Self,
  { client, signal }: Witness,
): Promise<readonly Check[]> {
  const kinds = [...new Set(addresses.map(({ kind }) => kind))];
  const checks = await Promise.all(
    kinds.map(async (kind) => {
      const wanted = addresses.filter((address) => address.kind === kind);
      const { found } = await listReservedIps(client, kind, signal);
      const here = [...found].filter(([, item]) => item.droplet?.id === self.node);
      const stranger = here.find(([ip]) => !wanted.some((address) => address.ip === ip));
      if (stranger === undefined) return passed('cloud.room', 'No other reserved IP is in the way');
      const [ip] = stranger;
      return checked('cloud.room', 'fail', {
        detail: `This Droplet has reserved IP ${ip}, which the config does not list, and one of each family is all it can have`,
        fix: `Give that one away, or list it: floatip release ${ip} --from ${self.node}`,
        address: wanted[0]?.name,
      });
    }),
  );
  return checks;
}
