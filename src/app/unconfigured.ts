import type { Address } from '../core/address.ts';
import { Failure } from '../ports/failure.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { CloudDescription } from '../providers/description.ts';
import { notListed } from './not-listed.ts';

export interface IpOptions {
  readonly clouds: Clouds;
  /** The clouds that it may be of; none where nothing tells. */
  readonly likely: readonly string[];
  readonly kind?: string | undefined;
}

/** The address that an IP is which the config does not list. Throws `usage` where it may be several, or none. */
export async function unconfigured(ip: string, options: IpOptions): Promise<Address> {
  const { kind: wanted, clouds } = options;
  const cloud = await cloudOfIp(ip, options);
  const kinds = cloud.kindsOfIp(ip);
  const [sole, ...others] = kinds;
  if (sole === undefined) throw await noneOf(cloud, ip, clouds);
  const fitting = others.length === 0 ? sole : undefined;
  if (wanted !== undefined && fitting !== undefined && wanted !== fitting.name) {
    throw new Failure('usage', `${ip} cannot be a ${wanted}`, {
      hint: `Leave --kind out: it is a ${fitting.name}`,
    });
  }
  const chosen = cloud.kinds.find(({ name }) => name === wanted) ?? fitting;
  if (chosen === undefined) {
    const choices = kinds.map(({ one, inFull = one }) => inFull);
    const ways = kinds.map(({ name }) => `--kind ${name}`);
    throw new Failure('usage', `${ip} may be ${choices.join(' or ')}`, {
      hint: `Say which with ${ways.join(' or ')}`,
    });
  }
  if (chosen.lineInConfig !== undefined) throw notListed(chosen, 'ip', ip);
  return { name: ip, cloud: cloud.name, kind: chosen.name, ip };
}

/** Where nothing tells, it is taken for one of the first cloud. Throws `usage` where it may be of several. */
async function cloudOfIp(ip: string, { clouds, likely }: IpOptions): Promise<CloudDescription> {
  const described = await Promise.all(likely.map((name) => clouds.describe(name)));
  const fitting =
    described.length > 1 ? described.filter((cloud) => cloud.kindsOfIp(ip).length > 0) : described;
  const [sole, ...others] = fitting;
  if (sole === undefined) return await clouds.describe(clouds.first);
  if (others.length === 0) return sole;
  const titles = fitting.map(({ title }) => `of ${title}`);
  const ways = fitting.map(({ name }) => `--provider ${name}`);
  throw new Failure('usage', `${ip} may be ${titles.join(' or ')}`, {
    hint: `Say which with ${ways.join(' or ')}, or list it in the config`,
  });
}

/** Another cloud may have such an address. */
async function noneOf(cloud: CloudDescription, ip: string, clouds: Clouds): Promise<Failure> {
  const { message, hint } = cloud.whyNotIts(ip);
  const all = await clouds.describeAll();
  const ways = all.flatMap((other) => {
    const kinds = other.kindsOfIp(ip).map(({ one }) => one);
    if (kinds.length === 0) return [];
    const which = kinds.length === 1 ? '' : ` for ${kinds.join(' or ')} of that cloud`;
    return [`say --provider ${other.name}${which}`];
  });
  return new Failure('usage', message, { hint: [hint, ...ways].join(', or ') });
}
