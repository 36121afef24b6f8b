import type { Kind } from '../../core/address.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Account, Client } from './client.ts';
import type { Droplet, ReservedIp } from './schema.ts';

export interface Refused {
  readonly kind: Kind;
  readonly ip: string;
  /** The Droplet that was to get it. */
  readonly droplet: string;
  /** What DigitalOcean said. */
  readonly failure: Failure;
}

export interface Witness {
  readonly account: Account;
  readonly client: Client;
  readonly signal: AbortSignal;
}

/**
 * Finds out what a 422 without "pending event" meant. DigitalOcean answers so when the Droplet
 * already has a reserved IP, this very one included (flipop AssignIP), when something is locked,
 * and for what can never work. Returns the failure that is worth acting on.
 */
export async function diagnose(refused: Refused, witness: Witness): Promise<Failure> {
  const { kind, ip, droplet: id, failure } = refused;
  const { client, signal } = witness;
  const found = await client.getReservedIp(kind, ip, signal);
  if (found.droplet?.id === id) return failure;
  if (found.locked === true) return new Failure('busy', `${failure.message} (locked)`);

  const droplet = await lookUpDroplet(id, witness);
  if (droplet === undefined) return noSuchDroplet(id);
  if (droplet.locked === true || droplet.status === 'new') {
    return new Failure(
      'busy',
      `${failure.message} (Droplet ${id} is ${droplet.status ?? 'locked'})`,
    );
  }
  const apart = regionsApart(found, droplet);
  if (apart !== undefined) return apart;
  const other = await otherReservedIp(refused, witness);
  return other === undefined ? new Failure('invalid', failure.message) : occupied(id, other);
}

async function lookUpDroplet(
  id: string,
  { account, signal }: Witness,
): Promise<Droplet | undefined> {
  const { getDroplet } = await import('./sdk.ts');
  try {
    return await getDroplet(account, id, signal);
  } catch (error) {
    if (isFailure(error, 'missing')) return undefined;
    throw error;
  }
}

function noSuchDroplet(id: string): Failure {
  return new Failure('invalid', `There is no Droplet ${id} in this account`, {
    hint: 'Check the Droplet id, and that the token belongs to the account that owns it',
  });
}

function regionsApart(reservedIp: ReservedIp, droplet: Droplet): Failure | undefined {
  const here = droplet.region?.slug;
  const there = reservedIp.region?.slug ?? reservedIp.region_slug;
  if (here === undefined || there === undefined || here === there) return undefined;
  return new Failure(
    'invalid',
    `${reservedIp.ip} belongs to region ${there}, Droplet ${droplet.id} is in ${here}`,
    { hint: `A reserved IP never leaves its region: reserve one in ${here}` },
  );
}

async function otherReservedIp(
  { kind, ip, droplet }: Refused,
  { client, signal }: Witness,
): Promise<string | undefined> {
  for (let page = 1; ; page += 1) {
    const { items, last } = await client.listReservedIps(kind, page, signal);
    const other = items.find((item) => item.droplet?.id === droplet && item.ip !== ip);
    if (other !== undefined || last) return other?.ip;
  }
}

function occupied(droplet: string, other: string): Failure {
  return new Failure(
    'invalid',
    `Droplet ${droplet} already has reserved IP ${other}, and one is all it can have`,
    {
      hint: `Give that one away first: floatip release ${other}`,
    },
  );
}
