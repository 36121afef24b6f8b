import type { Address } from '../../core/address.ts';
import type { Policy } from '../policy.ts';
import { isEip, isHavip, isPrivateIp } from './address.ts';

/** The least that a key pair or role must be allowed for these addresses. */
export function policy(addresses: readonly Address[]): Policy {
  const document = camPolicy(addresses);
  const json = JSON.stringify(document, null, 2);
  return { document, text: `Tencent Cloud, policy of the key or role (CAM):\n\n${json}\n` };
}

/** A policy of Cloud Access Management. */
interface CamPolicy {
  readonly version: '2.0';
  readonly statement: readonly [
    {
      readonly effect: 'allow';
      readonly action: readonly string[];
      readonly resource: readonly string[];
    },
  ];
}

/**
 * The policy that allows what these addresses need, and nothing else. The actions of EIPs are listed
 * under two services, and which of them CAM asks for is not written down, so both are granted
 * (https://cloud.tencent.com/document/product/598/98194). Naming a resource for an action that knows
 * none makes CAM deny it, so there is one statement for all resources.
 */
function camPolicy(addresses: readonly Address[]): CamPolicy {
  const actions = new Set(addresses.flatMap(actionsFor));
  const named = [...actions].toSorted().flatMap(nameAction);
  return { version: '2.0', statement: [{ effect: 'allow', action: named, resource: ['*'] }] };
}

function nameAction(action: string): readonly string[] {
  const isOfEips = /Address(?:es)?$/.test(action) && !action.includes('PrivateIp');
  return isOfEips ? [`name/vpc:${action}`, `name/cvm:${action}`] : [`name/vpc:${action}`];
}

/** The drift scope may name network interfaces. */
const findHavip = ['DescribeHaVips', 'DescribeNetworkInterfaces'];

const bindEip = [
  'DescribeAddresses',
  'DisassociateAddress',
  'DescribeTaskResult',
  'HaVipDisassociateAddressIp',
  'DescribeVpcTaskResult',
];

const movePrivateIp = [
  'DescribeNetworkInterfaces',
  'MigratePrivateIpAddress',
  'AssignPrivateIpAddresses',
  'UnassignPrivateIpAddresses',
  'DescribeVpcTaskResult',
];

function actionsFor(address: Address): readonly string[] {
  if (isEip(address)) return [...bindEip, 'AssociateAddress', 'DescribeNetworkInterfaces'];
  if (isPrivateIp(address)) return movePrivateIp;
  if (!isHavip(address)) return [];
  return address.eip === undefined
    ? findHavip
    : [...bindEip, ...findHavip, 'HaVipAssociateAddressIp'];
}
