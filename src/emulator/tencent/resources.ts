import type { Account } from './account.ts';
import type { Eip, HaVip, NetworkInterface } from './entities.ts';
import { requireId } from './listing.ts';
import { Refusal } from './refusal.ts';

/** What ids in parameters stand for; throws what Tencent Cloud would answer. */

export function eipOf(account: Account, id: string): Eip {
  requireId(id, 'eip', 'InvalidParameterValue.AddressIdMalformed');
  const found = account.eips.get(id);
  if (found === undefined) throw new Refusal('InvalidAddressId.NotFound');
  return found;
}

export function havipOf(account: Account, id: string): HaVip {
  requireId(id, 'havip', 'InvalidParameterValue.Malformed');
  return existing(account.havips.get(id), id);
}

export function interfaceOf(account: Account, id: string): NetworkInterface {
  requireId(id, 'eni', 'InvalidParameterValue.Malformed');
  return existing(account.interfaces.get(id), id);
}

function existing<T>(resource: T | undefined, id: string): T {
  if (resource !== undefined) return resource;
  throw new Refusal('ResourceNotFound', `The resource \`${id}\` does not exist.`);
}
