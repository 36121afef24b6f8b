import type { Handler } from './call.ts';
import type { Parameters } from './parameters.ts';
import { missingParameter, invalidValue, Refusal } from './refusal.ts';
import { interfaceOf, routeTableOf } from './resources.ts';

export const replaceRoute: Handler<'ReplaceRoute'> = ({ account, parameters, fate }) => {
  const { RouteTableId } = parameters;
  const table = routeTableOf(account, RouteTableId);
  const to = destinationOf(parameters);
  const target = interfaceOf(account, interfaceIn(parameters));
  const route = table.routes.find((one) => one.to === to);
  if (route === undefined) {
    throw new Refusal(
      'InvalidRoute.NotFound',
      `There is no route defined for '${to}' in the route table. Use CreateRoute instead.`,
    );
  }
  if (target.vpc !== table.vpc) {
    throw invalidValue(
      `route table ${table.id} and interface ${target.id} belong to different networks`,
    );
  }
  account.replaceRoute(route.target, { interface: target.id }, fate);
  return { return: true };
};

function destinationOf({
  DestinationCidrBlock: v4,
  DestinationIpv6CidrBlock: v6,
  DestinationPrefixListId: list,
}: Parameters<'ReplaceRoute'>): string {
  const [first, ...others] = [v4, v6, list].flatMap((one) => one ?? []);
  if (first === undefined) throw missingParameter('destinationCidrBlock');
  if (others.length > 0) {
    throw new Refusal('InvalidParameterCombination', 'A route has one destination');
  }
  return first;
}

const targets = [
  'VpcEndpointId',
  'LocalTarget',
  'TransitGatewayId',
  'LocalGatewayId',
  'CarrierGatewayId',
  'CoreNetworkArn',
  'OdbNetworkArn',
  'GatewayId',
  'EgressOnlyInternetGatewayId',
  'InstanceId',
  'VpcPeeringConnectionId',
  'NatGatewayId',
] as const;

/** Other targets exist, and are not moved here. */
function interfaceIn(parameters: Parameters<'ReplaceRoute'>): string {
  const { NetworkInterfaceId } = parameters;
  const others = targets.filter((name) => parameters[name] !== undefined);
  if (NetworkInterfaceId !== undefined && others.length === 0) return NetworkInterfaceId;
  throw new Refusal(
    'InvalidParameterCombination',
    'Exactly one target has to be named, and only network interfaces are understood here',
  );
}
