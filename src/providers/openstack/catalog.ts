import { parseEndpoint } from '../../lib/http/endpoint.ts';
import { Failure } from '../../ports/failure.ts';
import type { Endpoint, Service } from './schema.ts';

export interface Wanted {
  readonly region: string | undefined;
  readonly interface: string;
  readonly allowHttp: boolean;
}

/** Where Neutron is, without its version, as the catalog has it. Throws `config`. */
export function networkEndpoint(services: readonly Service[], wanted: Wanted): string {
  const { interface: name, region, allowHttp } = wanted;
  const all = services
    .filter(({ type }) => type === 'network')
    .flatMap(({ endpoints }) => endpoints.items);
  const offered = all.filter((one) => one.interface === name);
  const fitting = offered.filter((one) => region === undefined || regionOf(one) === region);
  const [first] = fitting;
  const regions = new Set(fitting.map(regionOf));
  if (first === undefined) throw notOffered(all, wanted);
  if (regions.size > 1) throw severalRegions(regions);
  const origin = `The catalog of OpenStack, network ${name}`;
  const url = parseEndpoint(first.url, { origin, allowHttp, mayHavePath: true });
  return url.replace(/\/v2\.0$/, '');
}

function regionOf({ region, region_id: id }: Endpoint): string {
  return region ?? id ?? '';
}

function notOffered(all: readonly Endpoint[], { region, interface: name }: Wanted): Failure {
  const known = all.map((one) => `${one.interface} in ${regionOf(one)}`).join(', ');
  const where = region === undefined ? '' : ` in ${region}`;
  const has = known === '' ? 'it has no network service' : `it has ${known}`;
  return new Failure('config', `The catalog of OpenStack has no ${name} network${where}: ${has}`, {
    hint: 'Set region in providers.openstack, or OS_REGION_NAME and OS_INTERFACE',
  });
}

function severalRegions(regions: ReadonlySet<string>): Failure {
  const names = [...regions].join(', ');
  return new Failure('config', `The catalog of OpenStack has several regions: ${names}`, {
    hint: 'Set region in providers.openstack, or OS_REGION_NAME, to that of the addresses',
  });
}
