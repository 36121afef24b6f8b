import type { Address } from '../../core/address.ts';
import type { Policy } from '../policy.ts';
import { isEip, isPrivateIp, isRoute } from './address.ts';

/** The least that a key pair or role must be allowed for these addresses. */
export function policy(addresses: readonly Address[]): Policy {
  const document = iamPolicy(addresses);
  const json = JSON.stringify(document, null, 2);
  return { document, text: `AWS, policy of the key or role (IAM):\n\n${json}\n` };
}

/** A policy of IAM. */
interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

/**
 * What only looks can be granted for everything alone; what changes something, for what it changes
 * (Service Authorization Reference, "Actions, resources, and condition keys for Amazon EC2").
 */
function iamPolicy(addresses: readonly Address[]): IamPolicy {
  const looks = new Set(addresses.flatMap(looksFor));
  const looking: Statement = {
    Sid: 'Look',
    Effect: 'Allow',
    Action: [...looks].toSorted(),
    Resource: '*',
  };
  return { Version: '2012-10-17', Statement: [looking, ...changesFor(addresses)] };
}

function looksFor(address: Address): readonly string[] {
  // Which network interfaces another instance has, only the API says.
  const interfaces = 'ec2:DescribeNetworkInterfaces';
  if (isEip(address)) return ['ec2:DescribeAddresses', interfaces];
  if (isPrivateIp(address)) return [interfaces];
  return ['ec2:DescribeRouteTables', interfaces];
}

function changesFor(addresses: readonly Address[]): readonly Statement[] {
  const eips = addresses.filter(isEip);
  const tables = new Set(addresses.filter(isRoute).flatMap(({ routeTables }) => routeTables));
  const anyInterface = 'arn:aws:ec2:*:*:network-interface/*';
  return [
    ...statement(
      'MoveElasticIps',
      ['ec2:AssociateAddress', 'ec2:DisassociateAddress'],
      [
        ...new Set(eips.map(({ id = '*' }) => `arn:aws:ec2:*:*:elastic-ip/${id}`)),
        ...(eips.length === 0 ? [] : [anyInterface, 'arn:aws:ec2:*:*:instance/*']),
      ],
    ),
    ...statement(
      'MovePrivateIps',
      ['ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
      addresses.some(isPrivateIp) ? [anyInterface] : [],
    ),
    ...statement(
      'MoveRoutes',
      ['ec2:ReplaceRoute'],
      [...tables].map((table) => `arn:aws:ec2:*:*:route-table/${table}`),
    ),
  ];
}

function statement(
  Sid: string,
  Action: readonly string[],
  Resource: readonly string[],
): readonly Statement[] {
  return Resource.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action, Resource }];
}
