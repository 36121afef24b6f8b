import * as v from 'valibot';

import { answerWith, bodyOf, cannot, itemOf } from '../control-command.ts';
import type { Command } from '../control-command.ts';
import { json } from '../exchange.ts';
import type { Account } from './account.ts';
import type { Eip, HaVip, NetworkInterface, Place, PrivateIp } from './entities.ts';
import { neighboursOf } from './subnet.ts';
import { zonelessTime } from './times.ts';

const eipPlacement = v.union([
  v.strictObject({ instance: v.nullable(v.string()) }),
  v.strictObject({ interface: v.string(), privateIp: v.string() }),
  v.strictObject({ havip: v.string() }),
]);
const holder = v.strictObject({ interface: v.nullable(v.string()) });
const announcement = v.strictObject({ havip: v.string(), interface: v.string() });

const placeEip: Command<Account> = (account, request) => {
  const eip = account.eips.get(itemOf(request));
  const wanted = bodyOf(request, eipPlacement);
  const place = wanted === undefined ? undefined : placeOf(account, wanted);
  if (eip === undefined || place === undefined) return cannot(`Cannot place ${itemOf(request)}`);
  const other = place === null ? undefined : account.eipAt(place);
  if (other !== undefined && other !== eip) return cannot(`${other.id} is there`);
  account.placeEip(eip, place);
  return json(200, eipState(eip, account));
};

/** `undefined` for what is not there. */
function placeOf(
  account: Account,
  wanted: v.InferOutput<typeof eipPlacement>,
): Place | null | undefined {
  if ('havip' in wanted) {
    return account.havips.has(wanted.havip) ? { type: 'havip', havip: wanted.havip } : undefined;
  }
  if ('instance' in wanted) {
    return wanted.instance === null ? null : account.primaryOf(wanted.instance);
  }
  const { interface: id, privateIp: ip } = wanted;
  const there = account.interfaces.get(id)?.ips.includes(ip) === true;
  return there ? { type: 'private-ip', interface: id, ip } : undefined;
}

const placeHaVip: Command<Account> = (account, request) => {
  const havip = account.havips.get(itemOf(request));
  const wanted = bodyOf(request, holder);
  if (havip === undefined || wanted === undefined) return cannot(`Cannot place ${itemOf(request)}`);
  const { interface: to } = wanted;
  if (to !== null && !account.interfaces.has(to)) return cannot(`There is no ${to}`);
  account.placeHaVip(havip, to);
  return json(200, havipState(havip, account));
};

const placePrivateIp: Command<Account> = (account, request) => {
  const ip = itemOf(request);
  const wanted = bodyOf(request, holder);
  const interfaces = [...account.interfaces.values()];
  const to = interfaces.find(({ id }) => id === wanted?.interface);
  const from = interfaces.find(
    ({ subnet, ips }) => (to === undefined || subnet === to.subnet) && ips.indexOf(ip) > 0,
  );
  const isUnknown = wanted === undefined || (wanted.interface !== null && to === undefined);
  if (isUnknown || isPrimary(interfaces, ip) || !canHave(to, ip))
    return cannot(`Cannot place ${ip}`);
  const at = (one: NetworkInterface | undefined): PrivateIp | undefined =>
    one === undefined ? undefined : { type: 'private-ip', interface: one.id, ip };
  if (to !== from) account.placePrivateIp(at(from), at(to));
  return json(200, { ip, interface: to?.id ?? null });
};

function isPrimary(interfaces: readonly NetworkInterface[], ip: string): boolean {
  return interfaces.some(({ ips }) => ips[0] === ip);
}

/** Nobody can have every address; an interface, those of its subnet. */
function canHave(to: NetworkInterface | undefined, ip: string): boolean {
  const [primary] = to?.ips ?? [];
  return primary === undefined || neighboursOf(primary).includes(ip);
}

const announce: Command<Account> = (account, request) => {
  const wanted = bodyOf(request, announcement);
  const outcome = wanted && account.announce(wanted.havip, wanted.interface);
  if (outcome === undefined) return cannot('There is no such HAVIP or interface');
  return json(200, { outcome });
};

/**
 *     PUT    /_cloud/tencent/eips/<id>                    {"instance": "ins-…"} or null,
 *                                                         {"interface": "eni-…", "privateIp": "…"} or
 *                                                         {"havip": "havip-…"}: move it by hand
 *     PUT    /_cloud/tencent/havips/<id>                  {"interface": "eni-…"} or null: move it by hand
 *     PUT    /_cloud/tencent/private_ips/<ip>             {"interface": "eni-…"} or null: move it by hand
 *     POST   /_cloud/tencent/announce                     {"havip": "<id or ip>", "interface": "<id or
 *                                                         MAC>"}: a gratuitous ARP of a guest
 */
export const control = answerWith<Account>({
  'PUT /eips/*': placeEip,
  'PUT /havips/*': placeHaVip,
  'PUT /private_ips/*': placePrivateIp,
  'POST /announce': announce,
});

export function stateOf(account: Account): object {
  account.settle();
  return {
    eips: [...account.eips.values()].map((eip) => eipState(eip, account)),
    havips: [...account.havips.values()].map((havip) => havipState(havip, account)),
    interfaces: [...account.interfaces.values()].map(({ id, mac, instance, ips }) => ({
      id,
      mac,
      instance,
      ips: [...ips],
    })),
  };
}

function eipState(eip: Eip, account: Account): object {
  const instance = userOf(eip.place, account);
  return {
    id: eip.id,
    ip: eip.ip,
    status: account.statusOf(eip),
    place: eip.place,
    instance,
    // What no instance uses costs an idle fee, even on a HAVIP.
    idle: instance === null,
  };
}

function userOf(place: Place | null, account: Account): string | null {
  if (place === null) return null;
  const at = place.type === 'havip' ? account.havips.get(place.havip)?.interface : place.interface;
  return account.interfaces.get(at ?? '')?.instance ?? null;
}

function havipState(havip: HaVip, account: Account): object {
  return {
    id: havip.id,
    ip: havip.ip,
    interface: havip.interface,
    instance: account.interfaces.get(havip.interface ?? '')?.instance ?? null,
    eip: account.eipAt({ type: 'havip', havip: havip.id })?.id ?? null,
    associated: [...havip.associated],
    driftsTo: havip.drift?.to ?? null,
    flushed: havip.flushedAtMs === null ? null : zonelessTime(havip.flushedAtMs),
    announcements: havip.announcements,
  };
}
