import type { Handler } from './call.ts';
import { describeAddresses } from './describe-addresses.ts';
import { describeNetworkInterfaces } from './describe-interfaces.ts';
import { describeRouteTables } from './describe-route-tables.ts';
import type { ActionName } from './description.ts';
import { associateAddress, disassociateAddress } from './move-address.ts';
import { assignPrivateIpAddresses, unassignPrivateIpAddresses } from './move-private-ips.ts';
import { replaceRoute } from './replace-route.ts';

const handlers: { readonly [A in ActionName]: Handler<A> } = {
  DescribeAddresses: describeAddresses,
  AssociateAddress: associateAddress,
  DisassociateAddress: disassociateAddress,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  AssignPrivateIpAddresses: assignPrivateIpAddresses,
  UnassignPrivateIpAddresses: unassignPrivateIpAddresses,
  DescribeRouteTables: describeRouteTables,
  ReplaceRoute: replaceRoute,
};

export function handlerOf<A extends ActionName>(action: A): Handler<A> {
  return handlers[action];
}
