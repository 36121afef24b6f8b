import type { Eip, HaVip, Instance, NetworkInterface, Place } from './entities.ts';
import type { TencentSection } from './topology.ts';

export interface Entities {
  readonly instances: readonly Instance[];
  readonly interfaces: readonly NetworkInterface[];
  readonly eips: readonly Eip[];
  readonly havips: readonly HaVip[];
}

/** What an account holds at first, from a topology without contradictions. */
export function initialEntities(section: TencentSection): Entities {
  const interfaces = interfacesOf(section);
  return {
    interfaces,
    instances: section.instances.map(({ id, name, zone, publicIp = null }) => ({
      id,
      name,
      zone,
      publicIp,
    })),
    eips: section.eips.map((eip) => ({
      id: eip.id,
      ip: eip.ip,
      arrears: eip.arrears,
      blocked: eip.blocked,
      cascadeRelease: eip.cascadeRelease,
      place: placeOf(eip, section.havips, interfaces),
    })),
    havips: section.havips.map((havip) => ({
      id: havip.id,
      ip: havip.ip,
      vpc: havip.vpc,
      subnet: havip.subnet,
      interface: havip.interface ?? null,
      checkAssociate: havip.checkAssociate,
      associated: new Set(havip.associated),
      flushedAtMs: null,
      drift: null,
      announcements: 0,
    })),
  };
}

function interfacesOf({
  region,
  instances,
  interfaces,
}: TencentSection): readonly NetworkInterface[] {
  const attached = instances.flatMap(({ id: instance, zone, interfaces: own }) =>
    own.map((one, index) => ({ ...one, ips: [...one.ips], instance, zone, index })),
  );
  const free = interfaces.map((one) => ({
    ...one,
    ips: [...one.ips],
    instance: null,
    zone: `${region}-1`,
    index: 1,
  }));
  return [...attached, ...free];
}

function placeOf(
  { id, instance, interface: wanted, privateIp }: TencentSection['eips'][number],
  havips: TencentSection['havips'],
  interfaces: readonly NetworkInterface[],
): Place | null {
  const havip = havips.find(({ eip }) => eip === id);
  if (havip !== undefined) return { type: 'havip', havip: havip.id };
  const found = interfaces.find((one) =>
    wanted === undefined ? one.instance === instance && one.index === 0 : one.id === wanted,
  );
  const ip = privateIp ?? found?.ips[0];
  if (found === undefined || ip === undefined) return null;
  return { type: 'private-ip', interface: found.id, ip };
}
