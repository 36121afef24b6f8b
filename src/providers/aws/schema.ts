import * as v from 'valibot';

import { isIp } from '../../core/ip.ts';
import { listOf, message, name, requestId } from '../values.ts';
import type { Listing } from '../values.ts';
import { allocationId, interfaceId, isInstanceId, isRegion, routeTableId } from './ids.ts';

/**
 * Only the fields that are used. All of XML is text; an element that is empty stands for an empty text and an
 * empty list alike, and what is not set is left out.
 */

function orEmpty(isValid: (text: string) => boolean): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.nullish(v.string(), ''),
    v.transform((value) => value ?? ''),
    v.check((text) => text === '' || isValid(text)),
  );
}

function matching(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}

/** What has an id: a gateway, a network interface, an association. */
const anyId = orEmpty(matching(/^[a-z]{1,20}-[\w-]{1,64}$/));
const anyIp = orEmpty(isIp);
const word = orEmpty(matching(/^[\w.-]{1,64}$/));
const text = v.pipe(
  v.nullish(name, ''),
  v.transform((value) => value ?? ''),
);

function setOf<T>(
  item: v.GenericSchema<unknown, T>,
): v.GenericSchema<unknown, Listing<T> & { length: number }> {
  return v.pipe(
    // EC2 names a list that is empty as well: without it, this is the answer of somebody else.
    v.unknown(),
    v.transform((value) => (value === '' ? [] : value)),
    listOf(item),
  );
}

const eip = v.object({
  allocationId: v.pipe(v.string(), v.regex(allocationId)),
  publicIp: v.pipe(v.string(), v.check(isIp)),
  associationId: anyId,
  instanceId: orEmpty(isInstanceId),
  networkInterfaceId: anyId,
  privateIpAddress: anyIp,
});
export type Eip = v.InferOutput<typeof eip>;

const privateIp = v.object({
  privateIpAddress: v.pipe(v.string(), v.check(isIp)),
  primary: word,
  association: v.nullish(v.object({ publicIp: anyIp, allocationId: text })),
});

const networkInterface = v.object({
  networkInterfaceId: v.pipe(v.string(), v.regex(interfaceId)),
  subnetId: anyId,
  sourceDestCheck: word,
  attachment: v.nullish(v.object({ instanceId: orEmpty(isInstanceId), deviceIndex: word })),
  privateIpAddressesSet: setOf(privateIp),
});
export type NetworkInterface = v.InferOutput<typeof networkInterface>;

const route = v.object({
  destinationCidrBlock: text,
  destinationIpv6CidrBlock: text,
  instanceId: orEmpty(isInstanceId),
  networkInterfaceId: anyId,
  gatewayId: text,
  natGatewayId: anyId,
  transitGatewayId: anyId,
  state: word,
});
export type Route = v.InferOutput<typeof route>;

const routeTable = v.object({
  routeTableId: v.pipe(v.string(), v.regex(routeTableId)),
  routeSet: setOf(route),
});
export type RouteTable = v.InferOutput<typeof routeTable>;

const nextToken = v.nullish(v.string(), '');
export const addressPage = v.object({ requestId, addressesSet: setOf(eip) });
export const networkInterfacePage = v.object({
  requestId,
  networkInterfaceSet: setOf(networkInterface),
  nextToken,
});
export const routeTablePage = v.object({ requestId, routeTableSet: setOf(routeTable), nextToken });

/** What every change answers. */
export const accepted = v.object({ requestId, return: v.nullish(v.literal('true')) });

/** Such as InvalidAllocationID.NotFound. */
const code = v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,63}(?:\.\w{1,64}){0,3}$/));
const error = v.object({ Code: code, Message: message });
export const ec2Error = v.object({ Errors: v.object({ Error: error }) });
export const stsError = v.object({ Error: error });

/** A part of a key, which becomes part of a header. */
const key = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,8192}$/));
const time = v.pipe(
  v.string(),
  v.transform((value) => Date.parse(value)),
  v.finite(),
);

export const roleCredentials = v.object({
  AccessKeyId: key,
  SecretAccessKey: key,
  Token: key,
  Expiration: time,
});

export const assumedRole = v.object({
  AssumeRoleResult: v.object({
    Credentials: v.object({
      AccessKeyId: key,
      SecretAccessKey: key,
      SessionToken: key,
      Expiration: time,
    }),
  }),
});

export const identityDocument = v.object({
  instanceId: v.pipe(v.string(), v.check(isInstanceId)),
  region: v.pipe(v.string(), v.check(isRegion)),
});

/** Whether a text can be the name of a role, which becomes part of a path. */
export function isRoleName(role: string): boolean {
  return /^[\w+=,.@-]{1,64}$/.test(role) && !/^\.+$/.test(role);
}
