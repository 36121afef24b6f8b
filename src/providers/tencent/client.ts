import { safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import { Failure } from '../../ports/failure.ts';
import { about } from '../values.ts';
import type { Listing } from '../values.ts';
import type { Account, Request } from './account.ts';
import { askedFor, valuesOfAddress, valuesOfHavip, valuesOfInterface } from './asked.ts';
import type { Filter } from './asked.ts';
import { allPages } from './pages.ts';
import type { Page } from './pages.ts';
import {
  addressPage,
  havipPage,
  networkInterfacePage,
  numberedTask,
  requestTask,
  taskResult,
  vpcTaskResult,
} from './schema.ts';
import type { Eip, Havip, NetworkInterface } from './schema.ts';
import { Vpc } from './sdk.ts';

/** A change that was accepted. */
export interface Task {
  /** What it is asked after by. */
  readonly id: string;
  readonly requestId: string;
}

export type HaVipQuery = { readonly ids: readonly string[] } | { readonly filter: Filter };

export interface Target {
  readonly InstanceId?: string;
  readonly NetworkInterfaceId?: string;
  readonly PrivateIpAddress?: string;
}

/** The VPC API in its own words, for one signal. */
export interface Client {
  describeAddresses(filters: readonly Filter[]): Promise<Listing<Eip>>;
  /** Unknown ids are left out of the answer. */
  describeHaVips(which: HaVipQuery): Promise<Listing<Havip>>;
  describeNetworkInterfaces(filters: readonly Filter[]): Promise<Listing<NetworkInterface>>;
  associateAddress(AddressId: string, target: Target): Promise<Task>;
  disassociateAddress(AddressId: string): Promise<Task>;
  haVipAssociateAddressIp(HaVipId: string, AddressIp: string): Promise<Task>;
  haVipDisassociateAddressIp(HaVipId: string): Promise<Task>;
  migratePrivateIpAddress(move: Move): Promise<Task>;
  assignPrivateIpAddress(NetworkInterfaceId: string, ip: string): Promise<Task>;
  unassignPrivateIpAddress(NetworkInterfaceId: string, ip: string): Promise<Task>;
  /** Of a change of an EIP; all other changes are asked after with {@link vpcTaskStatus}. */
  taskResult(id: string): Promise<string>;
  vpcTaskStatus(id: string): Promise<string>;
}

export interface Move {
  readonly SourceNetworkInterfaceId: string;
  readonly DestinationNetworkInterfaceId: string;
  readonly PrivateIpAddress: string;
}

/** What ends calls before their time. */
export type Under = Pick<Request, 'signal' | 'beforeSend' | 'noteRefusal'>;

export interface ClientOptions extends Under {
  /** What the calls are about, in words for the operator. */
  readonly subject: string;
}

/** The largest page of every list. */
const pageSize = 100;

export function createClient(account: Account, options: ClientOptions): Client {
  const { subject } = options;
  const vpc = new Vpc((action, parameters) => account.send({ ...options, action, parameters }));
  const parse: Parse = (schema, reply) => {
    const parsed = safeParse(schema, reply);
    if (parsed.success) return parsed.output;
    const message = `Tencent Cloud's answer for ${subject} is not what was expected`;
    throw new Failure('transport', message);
  };
  return { ...listsOf(vpc, parse), ...changesOf(vpc, parse), ...tasksOf(vpc, parse) };
}

type Parse = <S extends GenericSchema>(schema: S, reply: unknown) => InferOutput<S>;

type Lists = Pick<Client, 'describeAddresses' | 'describeHaVips' | 'describeNetworkInterfaces'>;

function listsOf(vpc: Vpc, parse: Parse): Lists {
  return {
    async describeAddresses(filters) {
      const pageAt = async (offset: number): Promise<Page<Eip>> => {
        const page = parse(addressPage, await vpc.DescribeAddresses(queryOf(filters, offset)));
        return { total: page.TotalCount, ...page.AddressSet };
      };
      const all = await allPages(pageAt, ({ AddressId, AddressIp }) => `${AddressId} ${AddressIp}`);
      return askedFor(all, filters, valuesOfAddress);
    },
    async describeHaVips(which) {
      const pageAt = async (Offset: number): Promise<Page<Havip>> => {
        const query =
          'ids' in which
            ? { HaVipIds: [...which.ids], Offset, Limit: pageSize }
            : queryOf([which.filter], Offset);
        const page = parse(havipPage, await vpc.DescribeHaVips(query));
        return { total: page.TotalCount, ...page.HaVipSet };
      };
      const filter = 'ids' in which ? { Name: 'havip-id', Values: which.ids } : which.filter;
      return askedFor(await allPages(pageAt, ({ HaVipId }) => HaVipId), [filter], valuesOfHavip);
    },
    async describeNetworkInterfaces(filters) {
      const pageAt = async (offset: number): Promise<Page<NetworkInterface>> => {
        const reply = await vpc.DescribeNetworkInterfaces(queryOf(filters, offset));
        const page = parse(networkInterfacePage, reply);
        return { total: page.TotalCount, ...page.NetworkInterfaceSet };
      };
      const all = await allPages(pageAt, ({ NetworkInterfaceId }) => NetworkInterfaceId);
      return askedFor(all, filters, valuesOfInterface);
    },
  };
}

function changesOf(vpc: Vpc, parse: Parse): Omit<Client, keyof Lists | keyof Tasks> {
  const byRequest = async (sent: Promise<unknown>): Promise<Task> => {
    const { RequestId } = parseTask(parse, requestTask, await sent);
    return { id: RequestId, requestId: RequestId };
  };
  const byNumber = async (sent: Promise<unknown>): Promise<Task> => {
    const { TaskId, RequestId } = parseTask(parse, numberedTask, await sent);
    return { id: TaskId, requestId: RequestId };
  };
  return {
    associateAddress: (AddressId, target) =>
      byNumber(vpc.AssociateAddress({ AddressId, ...target })),
    disassociateAddress: (AddressId) => byNumber(vpc.DisassociateAddress({ AddressId })),
    haVipAssociateAddressIp: (HaVipId, AddressIp) =>
      byRequest(vpc.HaVipAssociateAddressIp({ HaVipId, AddressIp })),
    haVipDisassociateAddressIp: (HaVipId) => byRequest(vpc.HaVipDisassociateAddressIp({ HaVipId })),
    migratePrivateIpAddress: (move) => byRequest(vpc.MigratePrivateIpAddress(move)),
    assignPrivateIpAddress: (NetworkInterfaceId, ip) => {
      const PrivateIpAddresses = [{ PrivateIpAddress: ip }];
      return byRequest(vpc.AssignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses }));
    },
    unassignPrivateIpAddress: (NetworkInterfaceId, ip) => {
      const PrivateIpAddresses = [{ PrivateIpAddress: ip }];
      return byRequest(vpc.UnassignPrivateIpAddresses({ NetworkInterfaceId, PrivateIpAddresses }));
    },
  };
}

type Tasks = Pick<Client, 'taskResult' | 'vpcTaskStatus'>;

function tasksOf(vpc: Vpc, parse: Parse): Tasks {
  return {
    async taskResult(id) {
      const reply = await vpc.DescribeTaskResult({ TaskId: Number(id) });
      return parse(
        about(taskResult, ({ TaskId }) => (TaskId ?? id) === id),
        reply,
      ).Result;
    },
    vpcTaskStatus: async (id) =>
      parse(vpcTaskResult, await vpc.DescribeVpcTaskResult({ TaskId: id })).Status,
  };
}

function queryOf(filters: readonly Filter[], Offset: number): Query {
  const Filters = filters.map(({ Name, Values }) => ({ Name, Values: [...Values] }));
  return { Filters, Offset, Limit: pageSize };
}

interface Query {
  readonly Filters: { Name: string; Values: string[] }[];
  readonly Offset: number;
  readonly Limit: number;
}

/** A change whose answer makes no sense may have been accepted. */
function parseTask<S extends GenericSchema>(
  parse: Parse,
  schema: S,
  reply: unknown,
): InferOutput<S> {
  try {
    return parse(schema, reply);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure('ambiguous', error.message, { cause: error });
  }
}
