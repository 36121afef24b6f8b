import { badRequest } from './refusal.ts';

/** Filters of lists (api-ref of Neutron). Any other name is refused, where filters are validated. */
export const filters: Readonly<Record<'floatingips' | 'ports', readonly string[]>> = {
  floatingips: ['id', 'floating_ip_address', 'fixed_ip_address', 'port_id', 'router_id', 'status'],
  ports: ['id', 'device_id', 'device_owner', 'fixed_ips', 'network_id', 'mac_address', 'status'],
};

/** What every list takes besides. The api-ref has these in a chapter of their own. */
const paging: ReadonlySet<string> = new Set(['limit', 'marker', 'page_reverse']);

/** What a floating IP may be changed in. */
export const updatable = ['port_id', 'fixed_ip_address', 'description', 'distributed'];

/** Whether an item fits all filters: of each, any of its values. Throws for a filter that there is not. */
export function fits(
  query: URLSearchParams,
  known: readonly string[],
  valuesOf: (name: string) => readonly string[],
): boolean {
  const names = new Set(query.keys());
  for (const name of names) {
    if (!known.includes(name) && !paging.has(name)) {
      throw badRequest(`['${name}'] is invalid attribute for filtering`);
    }
  }
  return [...names]
    .filter((name) => known.includes(name))
    .every((name) => query.getAll(name).some((wanted) => valuesOf(name).includes(wanted)));
}
