import type {
  Association,
  Eip,
  Instance,
  NetworkInterface,
  PrivateIp,
  RouteTable,
  RouteTarget,
} from './entities.ts';
import { Timeline } from './timeline.ts';
import type { AwsSection } from './topology.ts';

export interface Entities {
  readonly instances: readonly Instance[];
  readonly interfaces: readonly NetworkInterface[];
  readonly eips: readonly Eip[];
  readonly privateIps: readonly PrivateIp[];
  readonly routeTables: readonly RouteTable[];
}

/** What an account holds at first, from a topology without contradictions. */
export function initialEntities(section: AwsSection): Entities {
  const listed = listedInterfaces(section);
  return {
    instances: section.instances.map(({ id, name, zone, publicIp = null, hopLimit, hops }) => ({
      id,
      name,
      zone: `${section.region}${zone}`,
      publicIp,
      hopLimit,
      hops,
    })),
    interfaces: listed.map(({ ips, ...one }) => ({ ...one, primaryIp: ips[0] ?? '' })),
    eips: section.eips.map((eip, index) => ({
      id: eip.id,
      ip: eip.ip,
      association: new Timeline(associationOf(eip, index, listed)),
    })),
    privateIps: listed.flatMap(({ id, vpc, subnet, ips }) =>
      ips.slice(1).map((ip) => ({ ip, vpc, subnet, interface: new Timeline<string | null>(id) })),
    ),
    routeTables: section.routeTables.map(({ id, vpc, routes }) => ({
      id,
      vpc,
      routes: routes.map(({ to, interface: at, gateway = 'local' }) => ({
        to,
        target: new Timeline<RouteTarget>(at === undefined ? { gateway } : { interface: at }),
      })),
    })),
  };
}

interface Listed extends Omit<NetworkInterface, 'primaryIp'> {
  readonly ips: readonly string[];
}

function listedInterfaces({ instances, interfaces }: AwsSection): readonly Listed[] {
  const attached = instances.flatMap(({ id: instance, interfaces: own }) =>
    own.map((one, index) => ({ ...one, instance, index })),
  );
  return [...attached, ...interfaces.map((one) => ({ ...one, instance: null, index: 0 }))];
}

function associationOf(
  { interface: at, privateIp }: AwsSection['eips'][number],
  index: number,
  interfaces: readonly Listed[],
): Association | null {
  const found = interfaces.find(({ id }) => id === at);
  const ip = privateIp ?? found?.ips[0];
  if (found === undefined || ip === undefined) return null;
  return { id: `eipassoc-${(0xa000_0000 + index).toString(16)}`, interface: found.id, ip };
}
