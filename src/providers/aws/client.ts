import { safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import { Failure } from '../../ports/failure.ts';
import { mostPages } from '../bounds.ts';
import type { Listing } from '../values.ts';
import type { Account, Request } from './account.ts';
import type { Answer } from './answer.ts';
import { accepted, addressPage, networkInterfacePage, routeTablePage } from './schema.ts';
import type { Eip, NetworkInterface, RouteTable } from './schema.ts';

/** A filter of a list, with up to 200 values. */
export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/** The EC2 API in its own words, for one signal. */
export interface Client {
  /** All that the filter takes, in one answer: this list has no pages. */
  describeAddresses(filter: Filter): Promise<Listing<Eip>>;
  describeNetworkInterfaces(filter: Filter): Promise<Listing<NetworkInterface>>;
  describeRouteTables(filter: Filter): Promise<Listing<RouteTable>>;
  associateAddress(association: Association): Promise<Accepted>;
  disassociateAddress(associationId: string): Promise<Accepted>;
  assignPrivateIp(networkInterfaceId: string, ip: string): Promise<Accepted>;
  unassignPrivateIp(networkInterfaceId: string, ip: string): Promise<Accepted>;
  replaceRoute(route: NewRoute): Promise<Accepted>;
  /** Whether the account may do this, without doing it. Throws what it would be refused with. */
  tryAssociateAddress(association: Association): Promise<void>;
  tryDisassociateAddress(associationId: string): Promise<void>;
  tryReplaceRoute(route: NewRoute): Promise<void>;
}

/** Never by an instance's id: that takes the instance's own Elastic IP from it. */
export interface Association {
  readonly allocationId: string;
  readonly networkInterfaceId: string;
  readonly privateIp: string;
}

export interface NewRoute {
  readonly routeTableId: string;
  /** A /32 or a /128. */
  readonly destination: string;
  readonly networkInterfaceId: string;
}

/** A change that was accepted. */
export interface Accepted {
  readonly requestId: string;
}

/** What ends calls before their time. */
export type Under = Pick<Request, 'signal' | 'beforeSend' | 'noteRefusal'>;

export interface ClientOptions extends Under {
  /** What the calls are about, in words for the operator. */
  readonly subject: string;
}

export function createClient(account: Account, options: ClientOptions): Client {
  const { subject } = options;
  const send: Send = (action, parameters) => account.send({ ...options, action, parameters });
  const parse: Parse = (schema, { value }) => {
    const parsed = safeParse(schema, value);
    if (parsed.success) return parsed.output;
    const isWrite = options.beforeSend !== undefined;
    const message = `AWS's answer for ${subject} is not what was expected`;
    // A change whose answer makes no sense may have been accepted.
    throw new Failure(isWrite ? 'ambiguous' : 'transport', message);
  };
  return { ...listsOf(send, parse), ...changesOf(send, parse), ...triesOf(send) };
}

type Parameters = Readonly<Record<string, string>>;
type Send = (action: string, parameters: Parameters) => Promise<Answer>;
type Parse = <S extends GenericSchema>(schema: S, answer: Answer) => InferOutput<S>;

type Lists = Pick<
  Client,
  'describeAddresses' | 'describeNetworkInterfaces' | 'describeRouteTables'
>;

function listsOf(send: Send, parse: Parse): Lists {
  return {
    async describeAddresses(filter) {
      const answer = await send('DescribeAddresses', parametersOf(filter));
      return parse(addressPage, answer).addressesSet;
    },
    describeNetworkInterfaces: (filter) =>
      allPages(async (paging) => {
        const parameters = { ...parametersOf(filter), MaxResults: '1000', ...paging };
        const answer = await send('DescribeNetworkInterfaces', parameters);
        const { networkInterfaceSet, nextToken } = parse(networkInterfacePage, answer);
        return { ...networkInterfaceSet, nextToken };
      }),
    describeRouteTables: (filter) =>
      allPages(async (paging) => {
        const parameters = { ...parametersOf(filter), MaxResults: '100', ...paging };
        const answer = await send('DescribeRouteTables', parameters);
        const { routeTableSet, nextToken } = parse(routeTablePage, answer);
        return { ...routeTableSet, nextToken };
      }),
  };
}

function parametersOf({ name, values }: Filter): Parameters {
  const listed = values.map((value, index) => [`Filter.1.Value.${index + 1}`, value] as const);
  return { 'Filter.1.Name': name, ...Object.fromEntries(listed) };
}

interface Page<T> extends Listing<T> {
  /** What the next page is asked for with; empty on the last one. */
  readonly nextToken: string | null;
}

async function allPages<T>(pageAt: (paging: Parameters) => Promise<Page<T>>): Promise<Listing<T>> {
  const items: T[] = [];
  let isWhole = true;
  let token = '';
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await pageAt(token === '' ? {} : { NextToken: token });
    items.push(...page.items);
    isWhole &&= page.isWhole;
    token = page.nextToken ?? '';
    if (token === '') return { items, isWhole };
  }
  return { items, isWhole: false };
}

function changesOf(send: Send, parse: Parse): Omit<Client, keyof Lists | keyof Tries> {
  const change = async (action: string, parameters: Parameters): Promise<Accepted> =>
    parse(accepted, await send(action, parameters));
  return {
    associateAddress: (association) => change('AssociateAddress', associating(association)),
    disassociateAddress: (AssociationId) => change('DisassociateAddress', { AssociationId }),
    assignPrivateIp: (NetworkInterfaceId, ip) =>
      change('AssignPrivateIpAddresses', {
        NetworkInterfaceId,
        'PrivateIpAddress.1': ip,
        AllowReassignment: 'true',
      }),
    unassignPrivateIp: (NetworkInterfaceId, ip) =>
      change('UnassignPrivateIpAddresses', { NetworkInterfaceId, 'PrivateIpAddress.1': ip }),
    replaceRoute: (route) => change('ReplaceRoute', replacing(route)),
  };
}

type Tries = Pick<Client, 'tryAssociateAddress' | 'tryDisassociateAddress' | 'tryReplaceRoute'>;

function triesOf(send: Send): Tries {
  const attempt = async (action: string, parameters: Parameters): Promise<void> => {
    await send(action, { ...parameters, DryRun: 'true' });
  };
  return {
    tryAssociateAddress: (association) => attempt('AssociateAddress', associating(association)),
    tryDisassociateAddress: (AssociationId) => attempt('DisassociateAddress', { AssociationId }),
    tryReplaceRoute: (route) => attempt('ReplaceRoute', replacing(route)),
  };
}

function associating({ allocationId, networkInterfaceId, privateIp }: Association): Parameters {
  return {
    AllocationId: allocationId,
    NetworkInterfaceId: networkInterfaceId,
    PrivateIpAddress: privateIp,
    AllowReassociation: 'true',
  };
}

function replacing({ routeTableId, destination, networkInterfaceId }: NewRoute): Parameters {
  const key = destination.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock';
  return { RouteTableId: routeTableId, [key]: destination, NetworkInterfaceId: networkInterfaceId };
}
