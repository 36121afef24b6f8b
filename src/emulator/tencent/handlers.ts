import { assignPrivateIpAddresses, unassignPrivateIpAddresses } from './assign-private-ips.ts';
import type { Handler } from './call.ts';
import { describeAddresses } from './describe-addresses.ts';
import { describeHaVips } from './describe-havips.ts';
import { describeNetworkInterfaces } from './describe-interfaces.ts';
import { describeTaskResult, describeVpcTaskResult } from './describe-tasks.ts';
import type { ActionName } from './description.ts';
import { haVipAssociateAddressIp, haVipDisassociateAddressIp } from './havip-address.ts';
import { associateHaVipInstance, disassociateHaVipInstance } from './havip-scope.ts';
import { migratePrivateIpAddress } from './migrate-private-ip.ts';
import { associateAddress, disassociateAddress } from './move-address.ts';

const handlers: { readonly [A in ActionName]: Handler<A> } = {
  DescribeAddresses: describeAddresses,
  AssociateAddress: associateAddress,
  DisassociateAddress: disassociateAddress,
  DescribeTaskResult: describeTaskResult,
  DescribeHaVips: describeHaVips,
  HaVipAssociateAddressIp: haVipAssociateAddressIp,
  HaVipDisassociateAddressIp: haVipDisassociateAddressIp,
  AssociateHaVipInstance: associateHaVipInstance,
  DisassociateHaVipInstance: disassociateHaVipInstance,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  MigratePrivateIpAddress: migratePrivateIpAddress,
  AssignPrivateIpAddresses: assignPrivateIpAddresses,
  UnassignPrivateIpAddresses: unassignPrivateIpAddresses,
  DescribeVpcTaskResult: describeVpcTaskResult,
};

export function handlerOf<A extends ActionName>(action: A): Handler<A> {
  return handlers[action];
}
