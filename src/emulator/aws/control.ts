import * as v from 'valibot';

import { answerWith, bodyOf, cannot, itemOf } from '../control-command.ts';
import type { Command } from '../control-command.ts';
import { json } from '../exchange.ts';
import type { Account } from './account.ts';
import type { Association, RouteTarget } from './entities.ts';

const eipPlacement = v.union([
  v.strictObject({ interface: v.string(), privateIp: v.optional(v.string()) }),
  v.strictObject({ interface: v.null() }),
]);
const holder = v.strictObject({ interface: v.nullable(v.string()) });
const newRoute = v.strictObject({ to: v.string(), interface: v.string() });

const placeEip: Command<Account> = (account, request) => {
  const eip = account.eips.get(itemOf(request));
  const wanted = bodyOf(request, eipPlacement);
  const at = wanted === undefined ? undefined : placeOf(account, wanted);
  if (eip === undefined || at === undefined) return cannot(`Cannot place ${itemOf(request)}`);
  const other = at === null ? undefined : account.eipAt(at);
  if (other !== undefined && other !== eip) return cannot(`${other.id} is there`);
  account.placeEip(eip, at);
  return json(200, { id: eip.id, ...at });
};

/** `undefined` for what is not there. */
function placeOf(
  account: Account,
  wanted: v.InferOutput<typeof eipPlacement>,
): Omit<Association, 'id'> | null | undefined {
  if (wanted.interface === null) return null;
  const found = account.interfaces.get(wanted.interface);
  if (found === undefined) return undefined;
  const { privateIp = found.primaryIp } = wanted;
  const there = [found.primaryIp, ...account.secondaryIps(found, 'current')];
  return there.includes(privateIp) ? { interface: found.id, ip: privateIp } : undefined;
}

const placePrivateIp: Command<Account> = (account, request) => {
  const ip = itemOf(request);
  const wanted = bodyOf(request, holder);
  const found = account.privateIps.find((one) => one.ip === ip);
  if (wanted === undefined || found === undefined) return cannot(`Cannot place ${ip}`);
  const { interface: to } = wanted;
  if (to !== null && !account.interfaces.has(to)) return cannot(`There is no ${to}`);
  found.interface.set(to);
  return json(200, { ip, interface: to });
};

const placeRoute: Command<Account> = (account, request) => {
  const table = account.routeTables.get(itemOf(request));
  const wanted = bodyOf(request, newRoute);
  const route = table?.routes.find(({ to }) => to === wanted?.to);
  if (wanted === undefined || route === undefined)
    return cannot(`Cannot change ${itemOf(request)}`);
  if (!account.interfaces.has(wanted.interface)) return cannot(`There is no ${wanted.interface}`);
  route.target.set({ interface: wanted.interface });
  return json(200, { to: route.to, interface: wanted.interface });
};

/**
 *     PUT    /_cloud/aws/eips/<id>                        {"interface": "eni-…", "privateIp": "…"} or
 *                                                         {"interface": null}: move it by hand
 *     PUT    /_cloud/aws/private_ips/<ip>                 {"interface": "eni-…"} or null: move it by hand
 *     PUT    /_cloud/aws/route_tables/<id>                {"to": "10.99.0.10/32", "interface": "eni-…"}:
 *                                                         have a route lead elsewhere
 */
export const control = answerWith<Account>({
  'PUT /eips/*': placeEip,
  'PUT /private_ips/*': placePrivateIp,
  'PUT /route_tables/*': placeRoute,
});

export function stateOf(account: Account): object {
  const instanceAt = (id: string | undefined): string | null =>
    account.interfaces.get(id ?? '')?.instance ?? null;
  return {
    eips: [...account.eips.values()].map(({ id, ip, association }) => {
      const current = association.current();
      const { interface: at = null, ip: privateIp = null } = current ?? {};
      return { id, ip, interface: at, privateIp, instance: instanceAt(at ?? undefined) };
    }),
    interfaces: [...account.interfaces.values()].map((one) => ({
      id: one.id,
      instance: one.instance,
      ips: [one.primaryIp, ...account.secondaryIps(one, 'current')],
    })),
    routeTables: [...account.routeTables.values()].map(({ id, routes }) => ({
      id,
      routes: routes.map(({ to, target }) => ({ to, ...shownTarget(target.current()) })),
    })),
  };

  function shownTarget(target: RouteTarget): object {
    if ('gateway' in target) return target;
    return { ...target, instance: instanceAt(target.interface) };
  }
}
