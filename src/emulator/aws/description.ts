/**
 * The requests of EC2 (2016-11-15) that are understood here, by the names that the query API has for parameters;
 * test/emulator/aws-description.test.ts compares them with the vendor's file.
 */

export const ec2Version = '2016-11-15';
export const stsVersion = '2011-06-15';

export interface Field {
  readonly type: 'string' | 'boolean' | 'integer' | 'filter';
  /** Written with numbers that begin with 1: `AllocationId.1`. */
  readonly list?: true;
  readonly required?: true;
}

export type Fields = Readonly<Record<string, Field>>;

interface Action {
  /** How many requests at once, and how many come back in a second. */
  readonly bucket: Bucket;
  readonly parameters: Fields;
  /** The most and the least that a page may have. */
  readonly page?: { readonly least: number; readonly most: number };
}

export interface Bucket {
  readonly burst: number;
  readonly perSecond: number;
}

const text = { type: 'string' } as const;
const texts = { type: 'string', list: true } as const;
const needed = { type: 'string', required: true } as const;
const flag = { type: 'boolean' } as const;
const number = { type: 'integer' } as const;
const filters = { type: 'filter', list: true } as const;

const look: Bucket = { burst: 100, perSecond: 20 };
const change: Bucket = { burst: 50, perSecond: 5 };
const assignment: Bucket = { burst: 100, perSecond: 5 };

export const actions = {
  DescribeAddresses: {
    bucket: look,
    parameters: { PublicIp: texts, DryRun: flag, Filter: filters, AllocationId: texts },
  },
  AssociateAddress: {
    bucket: change,
    parameters: {
      AllocationId: text,
      InstanceId: text,
      PublicIp: text,
      DryRun: flag,
      NetworkInterfaceId: text,
      PrivateIpAddress: text,
      AllowReassociation: flag,
    },
  },
  DisassociateAddress: {
    bucket: change,
    parameters: { AssociationId: text, PublicIp: text, DryRun: flag },
  },
  DescribeNetworkInterfaces: {
    bucket: look,
    page: { least: 5, most: 1000 },
    parameters: {
      NextToken: text,
      MaxResults: number,
      IncludeManagedResources: flag,
      DryRun: flag,
      NetworkInterfaceId: texts,
      Filter: filters,
    },
  },
  AssignPrivateIpAddresses: {
    bucket: assignment,
    parameters: {
      Ipv4Prefix: texts,
      Ipv4PrefixCount: number,
      NetworkInterfaceId: needed,
      PrivateIpAddress: texts,
      SecondaryPrivateIpAddressCount: number,
      AllowReassignment: flag,
    },
  },
  UnassignPrivateIpAddresses: {
    bucket: assignment,
    parameters: { Ipv4Prefix: texts, NetworkInterfaceId: needed, PrivateIpAddress: texts },
  },
  DescribeRouteTables: {
    bucket: look,
    page: { least: 5, most: 100 },
    parameters: {
      NextToken: text,
      MaxResults: number,
      DryRun: flag,
      RouteTableId: texts,
      Filter: filters,
    },
  },
  ReplaceRoute: {
    bucket: change,
    parameters: {
      DestinationPrefixListId: text,
      VpcEndpointId: text,
      LocalTarget: flag,
      TransitGatewayId: text,
      LocalGatewayId: text,
      CarrierGatewayId: text,
      CoreNetworkArn: text,
      OdbNetworkArn: text,
      DryRun: flag,
      RouteTableId: needed,
      DestinationCidrBlock: text,
      GatewayId: text,
      DestinationIpv6CidrBlock: text,
      EgressOnlyInternetGatewayId: text,
      InstanceId: text,
      NetworkInterfaceId: text,
      VpcPeeringConnectionId: text,
      NatGatewayId: text,
    },
  },
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof actions;

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(actions, name);
}

export const actionNames: readonly ActionName[] = Object.keys(actions).filter(isActionName);
