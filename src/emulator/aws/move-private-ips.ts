import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import { isIn } from './cidr.ts';
import type { NetworkInterface } from './entities.ts';
import { invalidValue, Refusal } from './refusal.ts';
import { interfaceOf } from './resources.ts';

export const assignPrivateIpAddresses: Handler<'AssignPrivateIpAddresses'> = ({
  account,
  parameters,
  fate,
}) => {
  const {
    NetworkInterfaceId,
    PrivateIpAddress: ips,
    AllowReassignment: mayMove = false,
  } = parameters;
  if (ips.length === 0) throw onlyIps();
  const to = interfaceOf(account, NetworkInterfaceId);
  for (const ip of ips) requireAssignable(ip, to, { account, mayMove });
  for (const ip of ips) account.movePrivateIp(account.privateIp(ip, to), to.id, fate);
  return {
    return: true,
    networkInterfaceId: to.id,
    assignedPrivateIpAddressesSet: ips.map((ip) => ({ privateIpAddress: ip })),
  };
};

function onlyIps(): Refusal {
  return new Refusal(
    'InvalidParameterCombination',
    'Only private IP addresses that are named are assigned here',
  );
}

interface Rules {
  readonly account: Account;
  readonly mayMove: boolean;
}

function requireAssignable(ip: string, to: NetworkInterface, { account, mayMove }: Rules): void {
  if (!isIn(ip, to.cidr)) {
    throw invalidValue(`Address ${ip} does not fall within the subnet's address range`);
  }
  const primary = [...account.interfaces.values()].find(
    (one) => one.vpc === to.vpc && one.primaryIp === ip,
  );
  if (primary !== undefined) {
    throw invalidValue(`Primary address ${ip} of ${primary.id} cannot be reassigned`);
  }
  const holder = account.privateIp(ip, to).interface.current();
  const from = account.interfaces.get(holder ?? '');
  if (from === undefined || from.id === to.id) return;
  if (from.subnet !== to.subnet) {
    throw invalidValue(`Address ${ip} is on ${from.id}, which is in another subnet`);
  }
  if (!mayMove) throw invalidValue(`[${ip}] are assigned, but move is not allowed.`);
}

export const unassignPrivateIpAddresses: Handler<'UnassignPrivateIpAddresses'> = ({
  account,
  parameters,
  fate,
}) => {
  const { NetworkInterfaceId, PrivateIpAddress: ips } = parameters;
  if (ips.length === 0) throw onlyIps();
  const from = interfaceOf(account, NetworkInterfaceId);
  const there = account.secondaryIps(from, 'current');
  const strangers = ips.filter((ip) => !there.includes(ip));
  if (strangers.length > 0) {
    throw invalidValue(
      `Some of [${strangers.join(', ')}] are not assigned to interface ${from.id}`,
    );
  }
  for (const ip of ips) account.movePrivateIp(account.privateIp(ip, from), null, fate);
  return { return: true };
};
