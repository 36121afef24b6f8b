import { isListedById, keyOf } from '../core/address.ts';
import type { Address } from '../core/address.ts';
import { normaliseIp } from '../core/ip.ts';
import { Failure } from '../ports/failure.ts';
import { kindOfId } from '../providers/clouds.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { CloudDescription } from '../providers/description.ts';
import { notListed } from './not-listed.ts';
import { refuseSpecialIp } from './refuse-special-ip.ts';
import { unconfigured } from './unconfigured.ts';
import { unknownAddress } from './unknown-address.ts';

export interface Selection {
  /** Names, IPs or ids; none means every configured address. */
  readonly wanted: readonly string[];
  readonly configured: readonly Address[];
  /** Where addresses are listed, in words. */
  readonly listedIn: string;
  readonly clouds: Clouds;
  /** The clouds that an IP which is not configured may be of; none where nothing tells. */
  readonly likely: readonly string[];
  readonly kind?: string | undefined;
  /** The cloud that the operator named. */
  readonly provider?: string | undefined;
}

/**
 * The addresses that a command is about, found by name, then by IP or id; an IP or id that is not
 * configured is taken as it is. Configured ones come first, in the order of the config, which is
 * the order in which their failures count. Throws `usage` or `missing`.
 */
export async function selectAddresses(selection: Selection): Promise<readonly Address[]> {
  const { wanted, configured, listedIn } = selection;
  if (wanted.length > 0) {
    const selected: Address[] = [];
    for (const text of wanted) selected.push(await selectOne(text, selection));
    const found = distinct(selected);
    const listed = configured.filter((address) => found.includes(address));
    return [...listed, ...found.filter((address) => !configured.includes(address))];
  }
  if (configured.length > 0) return configured;
  throw new Failure('usage', 'There is no address to work on', {
    hint: `Name an IP, or list addresses in ${listedIn}`,
  });
}

/** Whether it takes the IPs of the addresses that are listed by id to say what is meant. */
export function needsIps({
  wanted,
  configured,
  likely,
}: Pick<Selection, 'wanted' | 'configured' | 'likely'>): boolean {
  const byId = configured.filter(isListedById);
  if (!byId.some(({ cloud }) => likely.includes(cloud))) return false;
  const known = new Set(configured.map(({ ip }) => ip));
  return wanted.map(normaliseIp).some((ip) => ip !== undefined && !known.has(ip));
}

/** Each address once, however often and by whatever name it was asked for. */
function distinct(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.map((address) => [keyOf(address), address])).values()];
}

async function selectOne(text: string, selection: Selection): Promise<Address> {
  const { configured, kind, clouds } = selection;
  const ip = normaliseIp(text) ?? (await ipOfNetwork(text, selection));
  const known = configured.find(
    (address) =>
      address.name === text ||
      address.id === text ||
      (ip !== undefined && address.ip === ip && (kind ?? address.kind) === address.kind),
  );
  if (known !== undefined) return consistent(known, selection);
  if (ip !== undefined) {
    refuseSpecialIp(ip, text);
    return await unconfigured(ip, selection);
  }
  const byId = await addressWithId(text, selection);
  if (byId !== undefined) return byId;
  throw unknownAddress(text, configured, await clouds.describeAll());
}

/** A cloud may hand out whole networks, and call each of them an address. */
async function ipOfNetwork(text: string, selection: Selection): Promise<string | undefined> {
  if (!text.includes('/')) return undefined;
  for (const name of selection.likely) {
    const { kinds } = await selection.clouds.describe(name);
    for (const kind of kinds) {
      const ip = kind.ipOfNetwork?.(text);
      if (ip !== undefined) return ip;
    }
  }
  return undefined;
}

/** What the operator said beside a name has to agree with the config. */
function consistent(address: Address, { kind, provider }: Selection): Address {
  const isWrongKind = kind !== undefined && kind !== address.kind;
  const isWrongCloud = provider !== undefined && provider !== address.cloud;
  if (!isWrongKind && !isWrongCloud) return address;
  throw new Failure('usage', `${address.name} is a ${address.kind} in the config`, {
    hint: `Leave ${isWrongKind ? '--kind' : '--provider'} out`,
  });
}

/** An id tells its cloud; the others are looked at only where it is none of those that are likely. */
async function addressWithId(id: string, selection: Selection): Promise<Address | undefined> {
  const { clouds, likely } = selection;
  for (const cloud of new Set([...likely, ...clouds.names])) {
    const kind = kindOfId(id, [await clouds.describe(cloud)]);
    if (kind?.lineInConfig !== undefined) throw notListed(kind, 'id', id);
    if (kind !== undefined) return { name: id, cloud, kind: kind.name, id };
  }
  return undefined;
}

/**
 * Checks the id of a node before anything is sent; `idsOf` knows the ids of what is called like that.
 * Throws `usage`.
 */
export function checkNode(
  text: string,
  clouds: readonly CloudDescription[],
  idsOf: (name: string) => readonly string[],
): void {
  const stranger = clouds.find(({ node }) => !node.isId(text));
  if (stranger === undefined) return;
  const { one, isId, idExample, howToList } = stranger.node;
  const ids = idsOf(text).filter(isId);
  const hint =
    ids.length === 0 ? howToList : `${text} was last seen as ${ids.join(' and ')}: use that`;
  throw new Failure('usage', `'${text}' is not the id of ${one}: expected ${idExample}`, { hint });
}
