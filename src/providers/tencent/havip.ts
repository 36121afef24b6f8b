import { free, heldBy } from '../../core/owner.ts';
import type { Attachment, Reading } from '../../core/owner.ts';
import { Failure } from '../../ports/failure.ts';
import type { Operation } from '../../ports/provider.ts';
import { createAnnouncement } from '../announcement.ts';
import type { Announcing } from '../announcement.ts';
import type { Change, Entry, KindOfAddress } from '../kind-of-address.ts';
import { partsOf } from '../parts.ts';
import { joined } from '../values.ts';
import type { Listing } from '../values.ts';
import type { HavipAddress } from './address.ts';
import type { Client, HaVipQuery } from './client.ts';
import { refuseOutOfScope } from './drift-scope.ts';
import {
  absent,
  fewValues,
  findEips,
  impossible,
  isMeant,
  manyValues,
  subjectOf,
  subjectOfAll,
  unknownTo,
  unsure,
  wantedOf,
} from './kind.ts';
import type { ClientFor } from './kind.ts';
import { createOperation } from './operation.ts';
import { rebindEip } from './rebind-eip.ts';
import { refuseUnbindable, refuseUnbinding } from './refusals.ts';
import type { Eip, Havip } from './schema.ts';
import { unbindEip } from './unbind-eip.ts';

export interface HavipOptions {
  readonly clientFor: ClientFor;
  readonly announcing: Announcing;
}

interface Seen {
  readonly havip: Havip;
  /** The EIP that belongs on it, where it is elsewhere. */
  readonly eip: Eip | undefined;
}

/**
 * Highly available virtual IPs. No request moves one: it is where a gratuitous ARP came from last
 * (https://cloud.tencent.com/document/product/215/31817). Its EIP is bound to it by request, and then
 * goes where it goes.
 */
export function createHavips({ clientFor, announcing }: HavipOptions): KindOfAddress<HavipAddress> {
  const seen = new Map<HavipAddress, Seen>();
  const former = new Map<HavipAddress, Eip>();
  return {
    async read(addresses, signal) {
      const client = clientFor(subjectOfAll(addresses, 'the HAVIPs'), { signal });
      const havips = await findHavips(client, addresses);
      const pairs = addresses.map((address) => {
        const [havip, another] = havips.items.filter(({ HaVipId, Vip }) =>
          isMeant(address, { id: HaVipId, ip: Vip }),
        );
        return { address, havip, another };
      });
      const loose = pairs.flatMap(({ address: { eip }, havip }) =>
        havip === undefined || eip === undefined || havip.AddressIp === eip ? [] : [eip],
      );
      const eips = await findEips(client, { ids: [], ips: loose });
      return pairs.map(({ address, havip, another }): Entry => {
        if (havip === undefined) return [address, absent(subjectOf(address), havips)];
        if (another !== undefined) return [address, ambiguous(address, [havip, another])];
        const eip = eips.items.find(({ AddressIp }) => AddressIp === address.eip);
        const isLoose = address.eip !== undefined && havip.AddressIp !== address.eip;
        if (isLoose && eip === undefined && !eips.isWhole)
          return [address, unsure(`EIP ${address.eip}`)];
        seen.set(address, { havip, eip });
        return [address, readingOf(address, { havip, eip })];
      });
    },
    async apply(change) {
      const { address, step } = change;
      const last = seen.get(address);
      if (last === undefined) throw new TypeError(`${subjectOf(address)} was never looked at`);
      if (step.do === 'detach' && last.eip !== undefined) former.set(address, last.eip);
      const latest = (): Havip => seen.get(address)?.havip ?? last.havip;
      const known = { ...last, former: former.get(address), latest };
      return await changeHavip(change, known, { clientFor, announcing });
    },
  };
}

async function findHavips(
  client: Client,
  addresses: readonly HavipAddress[],
): Promise<Listing<Havip>> {
  const { ids, ips } = wantedOf(addresses);
  const queries: readonly HaVipQuery[] = [
    ...partsOf(ids, manyValues).map((part) => ({ ids: part })),
    ...partsOf(ips, fewValues).map((Values) => ({ filter: { Name: 'vip', Values } })),
  ];
  return joined(await Promise.all(queries.map((query) => client.describeHaVips(query))));
}

/** Each VPC of the account may have one with this IP. */
function ambiguous(address: HavipAddress, havips: readonly Havip[]): Failure {
  const ids = havips.map(({ HaVipId }) => HaVipId).join(', ');
  return new Failure('config', `There are several of ${subjectOf(address)}: ${ids}`, {
    hint: 'Set id in the config instead of ip, to say which is meant',
  });
}

/** Ownership goes by the ids: the documentation spells the free state in two ways. */
function readingOf(address: HavipAddress, { havip, eip }: Seen): Reading {
  const holder = havip.InstanceId || havip.NetworkInterfaceId;
  const owner = holder === '' ? free : heldBy(holder);
  const attached = havip.AddressIp === '' ? null : havip.AddressIp;
  const reading = { owner, pending: false, ip: havip.Vip, attached };
  if (address.eip === undefined) return reading;
  return { ...reading, attachment: attachmentOf(address.eip, { havip, eip }) };
}

function attachmentOf(wanted: string, { havip, eip }: Seen): Attachment {
  if (havip.AddressIp === wanted) return { state: 'attached' };
  if (eip === undefined) return { state: 'loose', isAbsent: true };
  const at = eip.InstanceId;
  // While it is being bound to this very HAVIP, it says so before the HAVIP does.
  if (at === '' || at === havip.HaVipId) return { state: 'loose' };
  const isMoving = ['BINDING', 'UNBINDING'].includes(eip.AddressStatus);
  return { state: 'elsewhere', at, ...(isMoving ? { moving: true } : {}) };
}

interface Known extends Seen {
  /** The EIP as it was when it was taken from elsewhere last. */
  readonly former: Eip | undefined;
  /** The HAVIP as it was at the last look. */
  readonly latest: () => Havip;
}

async function changeHavip(
  change: Change<HavipAddress>,
  { havip, eip, former, latest }: Known,
  { clientFor, announcing }: HavipOptions,
): Promise<Operation> {
  const { step, address, gate } = change;
  const subject = subjectOf(address);
  const ask = (signal: AbortSignal): Client => clientFor(subject, { signal });
  switch (step.do) {
    case 'assign':
      await refuseOutOfScope(havip, step.to, clientFor(subject, gate));
      return await announce(change, { havip, latest, node: step.to }, announcing);
    case 'unassign':
      throw notReleased(address);
    case 'attach': {
      const { AddressIp } = wantedEip(address, { havip, eip });
      const task = await gate.write((sending) =>
        clientFor(subject, sending).haVipAssociateAddressIp(havip.HaVipId, AddressIp),
      );
      return createOperation({ task, by: 'request', clientFor: ask });
    }
    case 'restore': {
      if (former === undefined) throw impossible(change);
      return await rebindEip({ eip: former, gate, subject }, clientFor);
    }
    default: {
      const { AddressId: eipId, ...rest } = wantedEip(address, { havip, eip });
      refuseUnbinding({ AddressId: eipId, ...rest }, step.from);
      return await unbindEip({ eipId, from: step.from, gate, subject }, clientFor);
    }
  }
}

interface Announced {
  readonly havip: Havip;
  readonly latest: () => Havip;
  readonly node: string;
}

async function announce(
  { address, gate }: Pick<Change<HavipAddress>, 'address' | 'gate'>,
  { havip, latest, node }: Announced,
  announcing: Announcing,
): Promise<Operation> {
  const { interface: on } = address;
  const doubt = (): string => doubtOf(address, havip, latest());
  const what = { subject: subjectOf(address), vip: havip.Vip, interface: on, node, gate, doubt };
  return await createAnnouncement(what, announcing);
}

/** The EIP that belongs on a HAVIP, if it can be bound to it. Throws `missing` or `invalid`. */
function wantedEip({ eip: wanted = '' }: HavipAddress, { havip, eip }: Seen): Eip {
  if (eip === undefined) throw unknownTo(`EIP ${wanted}`);
  refuseUnbindable(eip);
  if (havip.AddressIp === '') return eip;
  throw new Failure('invalid', `HAVIP ${havip.HaVipId} has EIP ${havip.AddressIp}, not ${wanted}`, {
    hint: `Correct eip in the config, or unbind ${havip.AddressIp} in the console`,
  });
}

function notReleased(address: HavipAddress): Failure {
  return new Failure('invalid', `${subjectOf(address)} cannot be released by a request`, {
    hint: 'It goes where it is announced next: let another host be MASTER',
  });
}

/** When it moved last is said without a time zone, so it is compared with nothing but itself. */
function doubtOf({ interface: name }: HavipAddress, before: Havip, latest: Havip): string {
  const { Vip: vip, FlushedTime } = before;
  if (latest.FlushedTime !== FlushedTime) {
    return `Check which other host announces ${vip}: it has moved since, but not here`;
  }
  return `Check that ${vip} is on ${name}, that ${name} is in the subnet of the HAVIP, and that its drift scope holds this host`;
}
