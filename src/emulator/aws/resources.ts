import type { Account } from './account.ts';
import type { Eip, NetworkInterface, RouteTable } from './entities.ts';
import { Refusal } from './refusal.ts';

/** What ids in parameters stand for; throws what AWS would answer. */

export function eipOf(account: Account, id: string): Eip {
  const found = account.eips.get(id);
  if (found === undefined) throw unknownEip(id);
  return found;
}

export function unknownEip(id: string): Refusal {
  return new Refusal('InvalidAllocationID.NotFound', `The allocation ID '${id}' does not exist`);
}

export function interfaceOf(account: Account, id: string): NetworkInterface {
  if (!/^eni-[0-9a-f]+$/.test(id)) {
    throw new Refusal('InvalidNetworkInterfaceId.Malformed', `Invalid id: "${id}"`);
  }
  const found = account.interfaces.get(id);
  if (found === undefined) throw unknownInterface(id);
  return found;
}

export function unknownInterface(id: string): Refusal {
  return new Refusal(
    'InvalidNetworkInterfaceID.NotFound',
    `The networkInterface ID '${id}' does not exist`,
  );
}

export function routeTableOf(account: Account, id: string): RouteTable {
  const found = account.routeTables.get(id);
  if (found === undefined) throw unknownRouteTable(id);
  return found;
}

export function unknownRouteTable(id: string): Refusal {
  return new Refusal('InvalidRouteTableID.NotFound', `The routeTable ID '${id}' does not exist`);
}
