import * as v from 'valibot';

import { isIp } from '../../core/ip.ts';
import { count, ip, listOf, message, name, requestId } from '../values.ts';

/**
 * Only the fields that are used. Tencent Cloud writes `null` and empty texts alike for what is not
 * there (https://cloud.tencent.com/document/api/215/15702).
 */

function orEmpty(isValid: (text: string) => boolean): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.nullish(v.string(), ''),
    v.transform((value) => value ?? ''),
    v.check((text) => text === '' || isValid(text)),
  );
}

/** What a thing is called by: a word that tells what it is, a hyphen, and what tells it from its like. */
function isId(text: string): boolean {
  return /^[a-z][a-z0-9]{0,31}-[\w-]{1,64}$/.test(text);
}

function idOf(prefix: string): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.string(),
    v.check((text) => text.startsWith(`${prefix}-`) && isId(text)),
  );
}

/** Where an EIP may be bound to anything that has an id: an instance, a load balancer, a NAT gateway. */
const anyId = orEmpty(isId);
const anyIp = orEmpty(isIp);
const text = v.pipe(
  v.nullish(name, ''),
  v.transform((value) => value ?? ''),
);
/** A state, such as BIND_ENI. */
const word = orEmpty((value) => /^[A-Z][A-Z0-9_]{0,63}$/.test(value));
const flag = v.pipe(
  v.nullish(v.boolean(), false),
  v.transform((value) => value ?? false),
);

const eip = v.object({
  /** Of ordinary public IPs it may be anything. */
  AddressId: anyId,
  AddressIp: anyIp,
  AddressStatus: word,
  InstanceId: anyId,
  NetworkInterfaceId: anyId,
  PrivateAddressIp: anyIp,
  AddressType: text,
  IsArrears: flag,
  IsBlocked: flag,
  CascadeRelease: flag,
});
export type Eip = v.InferOutput<typeof eip>;

const havip = v.object({
  HaVipId: idOf('havip'),
  /** It is announced under that. */
  Vip: ip,
  SubnetId: anyId,
  NetworkInterfaceId: anyId,
  InstanceId: anyId,
  AddressIp: anyIp,
  CheckAssociate: flag,
  FlushedTime: text,
  HaVipAssociationSet: v.nullish(v.array(v.object({ InstanceId: anyId })), []),
});
export type Havip = v.InferOutput<typeof havip>;

const privateIp = v.object({
  PrivateIpAddress: anyIp,
  Primary: flag,
  State: word,
  AddressId: anyId,
});

const networkInterface = v.object({
  NetworkInterfaceId: idOf('eni'),
  VpcId: anyId,
  SubnetId: anyId,
  Primary: flag,
  Attachment: v.nullish(v.object({ InstanceId: anyId }), null),
  PrivateIpAddressSet: v.nullish(v.array(privateIp), []),
});
export type NetworkInterface = v.InferOutput<typeof networkInterface>;

export const addressPage = v.object({ TotalCount: count, AddressSet: listOf(eip) });
export const havipPage = v.object({ TotalCount: count, HaVipSet: listOf(havip) });
export const networkInterfacePage = v.object({
  TotalCount: count,
  NetworkInterfaceSet: listOf(networkInterface),
});

/** A whole number that gets past JSON unchanged, in either spelling. */
const taskId = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^[1-9]\d{0,14}$/),
);

/** What the calls for EIPs return: a task by its number. */
export const numberedTask = v.object({ TaskId: taskId, RequestId: requestId });
export const taskResult = v.object({ TaskId: v.nullish(taskId), Result: name });

/** What all other changes return: a task by the id of the request that began it. */
export const requestTask = v.object({ RequestId: requestId });
export const vpcTaskResult = v.object({ Status: name });

/** Such as InvalidParameterValue.TooLong. */
const code = v.pipe(v.string(), v.regex(/^[A-Za-z]\w{0,63}(?:\.\w{1,64}){0,3}$/));

export const envelope = v.object({
  Response: v.looseObject({
    RequestId: requestId,
    Error: v.optional(v.object({ Code: code, Message: message })),
  }),
});

/** Whether a text can be the name of a role, which becomes part of a path. */
export function isRoleName(role: string): boolean {
  return /^[\w+=,.@-]{1,128}$/.test(role) && !/^\.+$/.test(role);
}

/** A part of a key, which becomes part of a header. */
const key = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/));

export const roleCredentials = v.object({
  TmpSecretId: key,
  TmpSecretKey: key,
  Token: key,
  /** Seconds since 1970. */
  ExpiredTime: v.pipe(v.number(), v.finite()),
});
