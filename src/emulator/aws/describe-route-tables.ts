import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import { actions } from './description.ts';
import type { Route, RouteTable, RouteTarget } from './entities.ts';
import { byIds, filtered, pageOf } from './listing.ts';
import type { Filterable } from './listing.ts';
import { unknownRouteTable } from './resources.ts';
import type { Value } from './xml.ts';

export const describeRouteTables: Handler<'DescribeRouteTables'> = ({ account, parameters }) => {
  const { RouteTableId: ids, Filter: filters } = parameters;
  const asked = byIds(account.routeTables, ids, unknownRouteTable);
  const found = filtered(asked, filters, valuesOf);
  const { items, nextToken } = pageOf(found, parameters, actions.DescribeRouteTables.page);
  return { routeTableSet: items.map((one) => tableObject(one, account)), nextToken };
};

const valuesOf: Filterable<RouteTable> = {
  'route-table-id': ({ id }) => [id],
  'vpc-id': ({ vpc }) => [vpc],
  'route.destination-cidr-block': ({ routes }) => routes.map(({ to }) => to),
};

function tableObject({ id, vpc, routes }: RouteTable, account: Account): Value {
  return {
    routeTableId: id,
    vpcId: vpc,
    ownerId: '123456789012',
    routeSet: routes.map((one) => routeObject(one, account)),
    associationSet: [],
    propagatingVgwSet: [],
    tagSet: [],
  };
}

function routeObject({ to, target }: Route, account: Account): Value {
  const destination = to.includes(':')
    ? { destinationIpv6CidrBlock: to }
    : { destinationCidrBlock: to };
  const shown = account.seenAs(target, 'shown');
  return { ...destination, ...targetObject(shown, account), origin: 'CreateRoute' };
}

/** A route to an interface that no instance has leads nowhere. */
function targetObject(target: RouteTarget, account: Account): Readonly<Record<string, Value>> {
  if ('gateway' in target) return { gatewayId: target.gateway, state: 'active' };
  const instanceId = account.interfaces.get(target.interface)?.instance ?? undefined;
  return {
    instanceId,
    ...(instanceId === undefined ? {} : { instanceOwnerId: '123456789012' }),
    networkInterfaceId: target.interface,
    state: instanceId === undefined ? 'blackhole' : 'active',
  };
}
