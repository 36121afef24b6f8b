import type { Problem } from '../../lib/yaml/issue.ts';
import { isIn } from './cidr.ts';
import type { AwsSection } from './topology.ts';

/** What could not be so in an account. */
export function awsProblems(section: AwsSection): readonly Problem[] {
  return [...doubleIds(section), ...strayAddresses(section), ...unknownPlaces(section)];
}

function doubleIds({ instances, interfaces, eips, routeTables }: AwsSection): readonly Problem[] {
  const ids = [
    ...instances,
    ...eips,
    ...routeTables,
    ...interfaces,
    ...instances.flatMap((one) => one.interfaces),
  ];
  const seen = new Set<string>();
  return ids.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: [], text: `${id} is there twice` }];
  });
}

function allInterfaces({ instances, interfaces }: AwsSection): AwsSection['interfaces'] {
  return [...instances.flatMap((one) => one.interfaces), ...interfaces];
}

function strayAddresses(section: AwsSection): readonly Problem[] {
  return allInterfaces(section).flatMap(({ id, ips, cidr }) =>
    ips
      .filter((ip) => !isIn(ip, cidr))
      .map((ip) => ({ path: ['instances'], text: `${ip} of ${id} is not in ${cidr}` })),
  );
}

function unknownPlaces(section: AwsSection): readonly Problem[] {
  const interfaces = allInterfaces(section);
  const unknown = (id: string | undefined): boolean =>
    id !== undefined && !interfaces.some((one) => one.id === id);
  const eips = section.eips.flatMap(({ interface: at, privateIp }, index) => {
    const path = ['eips', index];
    if (unknown(at)) return [{ path, text: `there is no ${at}` }];
    const there = interfaces.find(({ id }) => id === at)?.ips ?? [];
    if (privateIp === undefined || there.includes(privateIp)) return [];
    return [{ path, text: `${privateIp} is not on ${at}` }];
  });
  const routes = section.routeTables.flatMap((table, index) =>
    table.routes.flatMap(({ interface: at, gateway }, number) => {
      const path = ['routeTables', index, 'routes', number];
      if (unknown(at)) return [{ path, text: `there is no ${at}` }];
      if ((at === undefined) !== (gateway === undefined)) return [];
      return [{ path, text: 'a route leads to an interface or to a gateway' }];
    }),
  );
  return [...eips, ...routes];
}
