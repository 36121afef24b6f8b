import { sameIp } from '../../core/ip.ts';
import { free, heldBy } from '../../core/owner.ts';
import type { Owner } from '../../core/owner.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Change, Entry } from '../kind-of-address.ts';
import { partsOf } from '../parts.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { RouteAddress } from './address.ts';
import type { Accepted, Client, NewRoute, Under } from './client.ts';
import { absent, impossible, subjectOf, subjectOfAll, unknownTo } from './kind.ts';
import type { ForeseeableKind, Vpc } from './kind.ts';
import { createOperation } from './operation.ts';
import type { Route, RouteTable } from './schema.ts';

/** The most that a list of route tables has on a page. */
const tablesOnPage = 100;

/** The route to an address in one of its tables. */
interface Leading {
  readonly table: string;
  readonly route: Route;
}

/**
 * IPs outside of every subnet, to which a route in each of some tables leads. It works across zones. One request
 * replaces the route in one table, whoever has it.
 */
export function createRoutes(vpc: Vpc): ForeseeableKind<RouteAddress> {
  const seen = new Map<RouteAddress, readonly Leading[]>();
  return {
    async read(addresses, signal) {
      const client = vpc.clientFor(subjectOfAll(addresses, 'the routes'), { signal });
      const tables = await findTables(client, addresses);
      return addresses.map((address): Entry => {
        const leading = leadingTo(address, tables);
        if (isFailure(leading)) return [address, leading];
        seen.set(address, leading);
        return [address, { owner: ownerOf(address, leading), pending: false }];
      });
    },
    async apply(change) {
      const { step, address, gate } = change;
      if (step.do === 'unassign') throw notReleased(address);
      if (step.do !== 'assign') throw impossible(step, address);
      const target = await targetOf(address, step.to, { vpc, signal: gate.signal });
      const behind = (seen.get(address) ?? []).filter(({ route }) => !leadsTo(route, target));
      const accepted = await replaceAll(change, {
        target,
        tables: behind.map(({ table }) => table),
        vpc,
      });
      return createOperation(accepted);
    },
    async foresee(step, address, signal) {
      if (step.do === 'unassign') throw notReleased(address);
      if (step.do !== 'assign') throw impossible(step, address);
      const networkInterfaceId = await targetOf(address, step.to, { vpc, signal });
      const client = vpc.clientFor(subjectOf(address), { signal });
      const destination = destinationOf(address);
      const trials = address.routeTables.map((routeTableId) =>
        client.tryReplaceRoute({ routeTableId, destination, networkInterfaceId }),
      );
      await Promise.all(trials);
      return [];
    },
  };
}

async function findTables(
  client: Client,
  addresses: readonly RouteAddress[],
): Promise<Listing<RouteTable>> {
  const ids = [...new Set(addresses.flatMap(({ routeTables }) => routeTables))];
  const queries = partsOf(ids, tablesOnPage).map((values) =>
    client.describeRouteTables({ name: 'route-table-id', values }),
  );
  return joined(await Promise.all(queries));
}

/** The routes to an address, one of each table. */
function leadingTo(
  address: RouteAddress,
  tables: Listing<RouteTable>,
): readonly Leading[] | Failure {
  const leading: Leading[] = [];
  for (const id of address.routeTables) {
    const table = tables.items.find(({ routeTableId }) => routeTableId === id);
    if (table === undefined) return absent(`route table ${id}`, tables);
    const { items, isWhole } = table.routeSet;
    const route = items.find((one) => isRouteTo(one, address));
    if (route === undefined) {
      return isWhole ? noRoute(address, id) : absent(subjectOf(address), { isWhole });
    }
    leading.push({ table: id, route });
  }
  return leading;
}

function isRouteTo(
  { destinationCidrBlock, destinationIpv6CidrBlock }: Route,
  { ip }: RouteAddress,
): boolean {
  const [to = '', bits] = (destinationCidrBlock || destinationIpv6CidrBlock).split('/');
  return bits === (ip.includes(':') ? '128' : '32') && sameIp(to, ip);
}

function destinationOf({ ip }: RouteAddress): string {
  return ip.includes(':') ? `${ip}/128` : `${ip}/32`;
}

/** A route is replaced, never made: only somebody who knows the VPC can say that it belongs there. */
function noRoute(address: RouteAddress, table: string): Failure {
  const destination = destinationOf(address);
  const { message } = unknownTo(`route to ${destination} in ${table}`);
  const key = address.ip.includes(':')
    ? '--destination-ipv6-cidr-block'
    : '--destination-cidr-block';
  return new Failure('missing', message, {
    hint: `Make it once: aws ec2 create-route --route-table-id ${table} ${key} ${destination} --network-interface-id <one of this instance>`,
  });
}

/** Whoever all tables lead to. Where they do not agree it is nobody's alone, so both are named. */
function ownerOf(address: RouteAddress, leading: readonly Leading[]): Owner {
  const holders = [...new Set(leading.map(({ route }) => holderOf(address, route)))];
  if (holders.every((one) => one === '')) return free;
  return heldBy(holders.map((one) => one || 'nobody').join(' and '));
}

/** A route to what is not there any more leads nowhere. */
function holderOf({ networkInterface: named }: RouteAddress, route: Route): string {
  const { instanceId, networkInterfaceId, gatewayId, natGatewayId, transitGatewayId } = route;
  if (route.state === 'blackhole') return '';
  const isElsewhereOnTheNode = named !== undefined && named !== networkInterfaceId;
  const holder = (isElsewhereOnTheNode ? '' : instanceId) || networkInterfaceId;
  return holder || gatewayId || natGatewayId || transitGatewayId || 'something else';
}

function leadsTo({ networkInterfaceId, state }: Route, target: string): boolean {
  return networkInterfaceId === target && state !== 'blackhole';
}

function notReleased(address: RouteAddress): Failure {
  return new Failure(
    'invalid',
    `${subjectOf(address)} cannot be released: it always leads somewhere`,
    {
      hint: 'Let another host be MASTER, or name it: floatip assign --to i-…',
    },
  );
}

interface Looking extends Pick<Under, 'signal'> {
  readonly vpc: Vpc;
}

/** The network interface of the node that the route is to lead to. Throws `invalid`. */
async function targetOf(
  { networkInterface: named }: RouteAddress,
  node: string,
  { vpc, signal }: Looking,
): Promise<string> {
  const interfaces = await vpc.interfacesOf(node, { signal });
  const target = interfaces.find(({ id }) => named === undefined || named === id);
  if (target !== undefined) return target.id;
  const ids = interfaces.map(({ id }) => id).join(', ');
  throw new Failure('invalid', `${named} is not attached to ${node}, so no route can lead to it`, {
    hint: `Set networkInterface in the config to what is there: ${ids}`,
  });
}

interface Replacing {
  readonly target: string;
  readonly tables: readonly string[];
  readonly vpc: Vpc;
}

/** Every table at once: each one that is behind sends its part of the traffic to nobody. */
async function replaceAll(
  { address, gate }: Change<RouteAddress>,
  { target, tables, vpc }: Replacing,
): Promise<Accepted> {
  const destination = destinationOf(address);
  const replace = (routeTableId: string): Promise<Accepted> => {
    const route: NewRoute = { routeTableId, destination, networkInterfaceId: target };
    const subject = `${subjectOf(address)} in ${routeTableId}`;
    return gate.write((sending) => vpc.clientFor(subject, sending).replaceRoute(route));
  };
  const settled = await Promise.allSettled(tables.map(replace));
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  const [first] = settled;
  // The last look saw all of them there already: the next one tells.
  if (first?.status !== 'fulfilled') {
    throw new Failure('stale', `${subjectOf(address)} leads to ${target} already`);
  }
  return first.value;
}
