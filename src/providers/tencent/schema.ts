import * as v from 'valibot';

/**
 * Only the fields that are used. Tencent Cloud writes `null` and empty texts alike for what is not
 * there (https://cloud.tencent.com/document/api/215/15702).
 */

const text = v.pipe(
  v.nullish(v.string(), ''),
  v.transform((value) => value ?? ''),
);
const flag = v.pipe(
  v.nullish(v.boolean(), false),
  v.transform((value) => value ?? false),
);

const eip = v.object({
  AddressId: v.string(),
  AddressIp: text,
  AddressStatus: v.string(),
  InstanceId: text,
  NetworkInterfaceId: text,
  PrivateAddressIp: text,
  AddressType: text,
  IsArrears: flag,
  IsBlocked: flag,
  CascadeRelease: flag,
});
export type Eip = v.InferOutput<typeof eip>;

const havip = v.object({
  HaVipId: v.string(),
  Vip: text,
  NetworkInterfaceId: text,
  InstanceId: text,
  AddressIp: text,
  CheckAssociate: flag,
  FlushedTime: text,
  HaVipAssociationSet: v.nullish(v.array(v.object({ InstanceId: text })), []),
});
export type Havip = v.InferOutput<typeof havip>;

const networkInterface = v.object({
  NetworkInterfaceId: v.string(),
  VpcId: text,
  SubnetId: text,
  Primary: flag,
  Attachment: v.nullish(v.object({ InstanceId: text }), null),
  PrivateIpAddressSet: v.nullish(
    v.array(v.object({ PrivateIpAddress: text, Primary: flag, State: text, AddressId: text })),
    [],
  ),
});
export type NetworkInterface = v.InferOutput<typeof networkInterface>;

export const addressPage = v.object({ TotalCount: v.number(), AddressSet: v.array(eip) });
export const havipPage = v.object({ TotalCount: v.number(), HaVipSet: v.array(havip) });
export const networkInterfacePage = v.object({
  TotalCount: v.number(),
  NetworkInterfaceSet: v.array(networkInterface),
});

/** What the calls for EIPs return: a task by its number. */
export const numberedTask = v.object({
  TaskId: v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
  RequestId: v.string(),
});
export const taskResult = v.object({ Result: v.string() });

/** What all other changes return: a task by the id of the request that began it. */
export const requestTask = v.object({ RequestId: v.string() });
export const vpcTaskResult = v.object({ Status: v.string() });

export const envelope = v.object({
  Response: v.looseObject({
    RequestId: v.optional(v.string(), ''),
    Error: v.optional(v.object({ Code: v.string(), Message: v.string() })),
  }),
});

export const roleCredentials = v.object({
  TmpSecretId: v.string(),
  TmpSecretKey: v.string(),
  Token: v.string(),
  /** Seconds since 1970. */
  ExpiredTime: v.number(),
});
