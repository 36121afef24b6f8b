import type { Problem } from '../../lib/yaml/issue.ts';
import type { TencentSection } from './topology.ts';

type Path = Problem['path'];
type Interface = TencentSection['interfaces'][number];

/** What could not be so at Tencent Cloud; paths begin inside the section. */
export function tencentProblems(section: TencentSection): readonly Problem[] {
  const interfaces = interfacesOf(section);
  return [
    ...repeated(namesOf(section, interfaces)),
    ...section.instances.flatMap(({ zone }, index) =>
      zone.startsWith(`${section.region}-`)
        ? []
        : [
            {
              path: ['instances', index, 'zone'],
              text: `zone ${zone} is not in region ${section.region}`,
            },
          ],
    ),
    ...eipProblems(section, interfaces),
    ...havipProblems(section, interfaces),
  ];
}

interface PlacedInterface extends Interface {
  readonly path: Path;
  readonly instance?: TencentSection['instances'][number];
}

function interfacesOf({ instances, interfaces }: TencentSection): readonly PlacedInterface[] {
  const attached = instances.flatMap((instance, index) =>
    instance.interfaces.map((one, position) => ({
      ...one,
      instance,
      path: ['instances', index, 'interfaces', position],
    })),
  );
  const free = interfaces.map((one, index) => ({ ...one, path: ['interfaces', index] }));
  return [...attached, ...free];
}

interface Name {
  readonly path: Path;
  readonly name: string;
}

/** Everything that may be there only once. */
function namesOf(
  { keys, instances, eips, havips }: TencentSection,
  interfaces: readonly PlacedInterface[],
): readonly Name[] {
  return [
    ...keys.flatMap(({ secretId }, index) => named(['keys', index], `key ${secretId}`)),
    ...instances.flatMap(({ id, source, publicIp }, index) =>
      named(['instances', index], id, source && `source ${source}`, publicIp && `IP ${publicIp}`),
    ),
    ...interfaces.flatMap(({ id, mac, subnet, ips, path }) =>
      named(path, id, `MAC address ${mac}`, ...ips.map((ip) => `${ip} in ${subnet}`)),
    ),
    ...eips.flatMap(({ id, ip }, index) => named(['eips', index], id, `IP ${ip}`)),
    ...havips.flatMap(({ id, ip, subnet, eip }, index) =>
      named(['havips', index], id, `${ip} in ${subnet}`, eip && `EIP of a HAVIP ${eip}`),
    ),
  ];
}

function named(path: Path, ...names: readonly (string | undefined)[]): readonly Name[] {
  return names.flatMap((name) => (name === undefined ? [] : [{ path, name }]));
}

function repeated(names: readonly Name[]): readonly Problem[] {
  const seen = new Set<string>();
  return names.flatMap(({ path, name }) => {
    if (seen.has(name)) return [{ path, text: `duplicate ${name}` }];
    seen.add(name);
    return [];
  });
}

type Eip = TencentSection['eips'][number];

function eipProblems(
  { eips, havips }: TencentSection,
  interfaces: readonly PlacedInterface[],
): readonly Problem[] {
  const taken = new Set<string>();
  const onHaVips = new Set(havips.map((havip) => havip.eip));
  return eips.flatMap((eip, index) => {
    if (isFree(eip)) return [];
    const text =
      (onHaVips.has(eip.id) ? `${eip.id} is bound to a HAVIP already` : undefined) ??
      formProblem(eip) ??
      targetProblem(eip, interfaces, taken);
    return text === undefined ? [] : [{ path: ['eips', index], text }];
  });
}

function isFree({ instance, interface: wanted, privateIp }: Eip): boolean {
  return (instance ?? wanted ?? privateIp) === undefined;
}

function formProblem({ instance, interface: wanted, privateIp }: Eip): string | undefined {
  if (instance !== undefined && wanted !== undefined) {
    return 'an EIP is bound to an instance or to an interface, not to both';
  }
  if (wanted !== undefined || privateIp === undefined) return undefined;
  return `interface is missing beside privateIp ${privateIp}`;
}

function targetProblem(
  { instance, interface: wanted, privateIp }: Eip,
  interfaces: readonly PlacedInterface[],
  taken: Set<string>,
): string | undefined {
  const found = interfaces.find((one) =>
    wanted === undefined ? one.instance?.id === instance : one.id === wanted,
  );
  if (found === undefined) return `there is no ${wanted ?? instance}`;
  const ip = privateIp ?? found.ips[0] ?? '';
  if (!found.ips.includes(ip)) {
    return `${ip} is not on ${found.id}: expected one of ${found.ips.join(', ')}`;
  }
  if (isPrimary(found, ip) && found.instance?.publicIp !== undefined) {
    return `${found.instance.id} has an ordinary public IP already`;
  }
  if (taken.has(`${found.id}/${ip}`)) return `${ip} on ${found.id} has an EIP already`;
  taken.add(`${found.id}/${ip}`);
  return undefined;
}

function isPrimary({ id, instance, ips }: PlacedInterface, ip: string): boolean {
  return instance?.interfaces[0]?.id === id && ips[0] === ip;
}

function havipProblems(
  section: TencentSection,
  interfaces: readonly PlacedInterface[],
): readonly Problem[] {
  return section.havips.flatMap((havip, index) => {
    const text = holderProblem(havip, interfaces) ?? referenceProblem(havip, section, interfaces);
    return text === undefined ? [] : [{ path: ['havips', index], text }];
  });
}

type HaVip = TencentSection['havips'][number];

function holderProblem(
  { interface: holder, subnet, checkAssociate, associated }: HaVip,
  interfaces: readonly PlacedInterface[],
): string | undefined {
  if (holder === undefined || holder === null) return undefined;
  const found = interfaces.find(({ id }) => id === holder);
  if (found === undefined) return `there is no ${holder}`;
  if (found.subnet !== subnet) {
    return `${holder} is in ${found.subnet}: a HAVIP never leaves its subnet`;
  }
  const inScope = associated.includes(holder) || associated.includes(found.instance?.id ?? '');
  return checkAssociate && !inScope ? `${holder} is not among those associated` : undefined;
}

function referenceProblem(
  { eip, associated }: HaVip,
  { eips }: TencentSection,
  interfaces: readonly PlacedInterface[],
): string | undefined {
  if (eip !== undefined && !eips.some(({ id }) => id === eip)) return `there is no ${eip}`;
  const known = new Set(interfaces.flatMap(({ id, instance }) => [id, instance?.id]));
  const unknown = associated.find((id) => !known.has(id));
  return unknown === undefined ? undefined : `there is no ${unknown}`;
}
