import { labelOf } from '../../core/address.ts';
import { Failure } from '../../ports/failure.ts';
import { mostPages } from '../bounds.ts';
import type { FloatingIpAddress } from './address.ts';
import type { Client } from './client.ts';
import { unknownTo } from './failures.ts';
import { networkOf } from './network.ts';
import type { FloatingIp } from './schema.ts';

/** How an address is called in messages. */
export function subjectOf(address: FloatingIpAddress): string {
  return `floating IP ${labelOf(address)}`;
}

export type Findings = ReadonlyMap<FloatingIpAddress, FloatingIp | Failure>;

/** Looks through the list, page by page, up to the one that has the last of the wanted addresses. */
export async function findFloatingIps(
  client: Client,
  wanted: readonly FloatingIpAddress[],
  signal: AbortSignal,
): Promise<Findings> {
  const listed = new Listed();
  for (let page = 1; page <= mostPages; page += 1) {
    const before = listed.size;
    const { items, isWhole, isLast } = await client.listFloatingIps(page, signal);
    listed.add(items, isWhole);
    if (isLast) return pick(wanted, listed, listed.isWhole);
    if (wanted.every((address) => listed.find(address) !== undefined)) break;
    if (listed.size === before) break;
  }
  return pick(wanted, listed, false);
}

/** What is known of them so far. */
class Listed {
  readonly #byId = new Map<string, FloatingIp>();
  readonly #byNetwork = new Map<string, FloatingIp>();
  isWhole = true;

  get size(): number {
    return this.#byId.size;
  }

  add(items: readonly FloatingIp[], isWhole: boolean): void {
    this.isWhole &&= isWhole;
    for (const item of items) {
      this.#byId.set(item.id, item);
      this.#byNetwork.set(item.ip, item);
    }
  }

  find({ id, ip }: FloatingIpAddress): FloatingIp | undefined {
    if (id !== undefined) return this.#byId.get(id);
    return this.#byNetwork.get(networkOf(ip ?? '') ?? '');
  }
}

function pick(wanted: readonly FloatingIpAddress[], listed: Listed, isAll: boolean): Findings {
  return new Map(
    wanted.map((address) => {
      const found = listed.find(address);
      return [address, found === undefined ? absent(address, isAll) : agreeing(address, found)];
    }),
  );
}

/** An address that is listed with its id and its IP has to have both. */
export function agreeing(address: FloatingIpAddress, found: FloatingIp): FloatingIp | Failure {
  if (isOf(address, found)) return found;
  const message = `Floating IP ${found.id} is ${found.ip}, and the config says ${address.ip} for ${address.name}`;
  return new Failure('config', message, { hint: 'Leave either id or ip out' });
}

export function isOf({ ip }: FloatingIpAddress, found: FloatingIp): boolean {
  return ip === undefined || networkOf(ip) === found.ip;
}

function absent(address: FloatingIpAddress, isAll: boolean): Failure {
  const subject = subjectOf(address);
  if (isAll) return unknownTo(subject);
  return new Failure(
    'transport',
    `Hetzner's list does not end, or not all of it makes sense, and ${subject} is not in the rest`,
  );
}
