import type { Address } from '../../core/address.ts';
import type { Problem } from '../../lib/yaml/issue.ts';
import type { ConfigPart } from '../config-part.ts';
import { isPrivateIp, isRoute } from './address.ts';
import { addresses, section } from './config-schema.ts';

export const configPart: ConfigPart = {
  section,
  addresses,
  problemsOf: (all) => [...sameTables(all), ...bothWays(all)],
};

/** A table that is named twice would be written twice. */
function sameTables(all: readonly Address[]): readonly Problem[] {
  return all.flatMap((address, index) => {
    if (!isRoute(address)) return [];
    const { routeTables: tables } = address;
    const twice = tables.findIndex((table, at) => tables.indexOf(table) < at);
    if (twice === -1) return [];
    const text = `${tables[twice]} is listed twice: list each route table once`;
    return [{ path: ['addresses', index, 'routeTables', twice], text }];
  });
}

/** What is in a subnet is reached without a route of its own, which would lead past it. */
function bothWays(all: readonly Address[]): readonly Problem[] {
  const inSubnets = new Set(all.filter(isPrivateIp).map(({ ip }) => ip));
  return all.flatMap((address, index) => {
    if (!isRoute(address) || !inSubnets.has(address.ip)) return [];
    const text = `${address.ip} is listed as a private IP as well: an IP is moved by its route, or within its subnet`;
    return [{ path: ['addresses', index, 'ip'], text }];
  });
}
