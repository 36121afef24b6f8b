import { free, heldBy } from '../../core/owner.ts';
import type { Owner, Reading } from '../../core/owner.ts';
import type { Step } from '../../core/plan.ts';
import type { Clock } from '../../ports/clock.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Operation } from '../../ports/provider.ts';
import type { Change, Entry, KindOfAddress } from '../kind-of-address.ts';
import type { EipAddress } from './address.ts';
import type { Client } from './client.ts';
import { createTargetCheck, targetOf } from './eip-target.ts';
import type { TargetCheck } from './eip-target.ts';
import {
  absent,
  findEips,
  impossible,
  isMeant,
  subjectOf,
  subjectOfAll,
  wantedOf,
} from './kind.ts';
import type { ClientFor } from './kind.ts';
import { createOperation } from './operation.ts';
import { rebindEip } from './rebind-eip.ts';
import { refuseUnbindable, refuseUnbinding } from './refusals.ts';
import type { Eip } from './schema.ts';
import { unbindEip } from './unbind-eip.ts';

/** EIPs, and what can be found out about a node before one is to be bound to it. */
export interface Eips extends KindOfAddress<EipAddress> {
  prepare(node: string, signal: AbortSignal): Promise<void>;
}

/**
 * Elastic IPs. Only one that is bound to nothing can be bound, so taking one from another node takes
 * two changes (https://cloud.tencent.com/document/api/215/16700).
 */
export function createEips(clientFor: ClientFor, clock: Clock): Eips {
  /** What the last look saw of each. */
  const seen = new Map<EipAddress, Eip>();
  /** As each was when it was unbound last. */
  const former = new Map<EipAddress, Eip>();
  const check = createTargetCheck(clock);
  return {
    prepare: (node, signal) => check.prepare(node, clientFor(node, { signal })),
    async read(addresses, signal) {
      const client = clientFor(subjectOfAll(addresses, 'the EIPs'), { signal });
      const found = await findEips(client, wantedOf(addresses));
      return addresses.map((address): Entry => {
        const eip = found.items.find((one) =>
          isMeant(address, { id: one.AddressId, ip: one.AddressIp }),
        );
        if (eip === undefined) return [address, absent(subjectOf(address), found)];
        seen.set(address, eip);
        return [address, readingOf(address, eip)];
      });
    },
    async apply(change) {
      const { address, step } = change;
      const eip = seen.get(address);
      if (eip === undefined) throw new TypeError(`${subjectOf(address)} was never looked at`);
      if (step.do === 'assign') return await bind(change, step.to, { eip, check, clientFor });
      if (step.do === 'restore') return await rebind(change, former.get(address), clientFor);
      if (step.do !== 'unassign') throw impossible(change);
      former.set(address, eip);
      return await unbind(change, step, { eip, check, clientFor });
    },
  };
}

interface Tools {
  readonly eip: Eip;
  readonly check: TargetCheck;
  readonly clientFor: ClientFor;
}

function readingOf(address: EipAddress, eip: Eip): Reading {
  const settled = ['BIND', 'BIND_ENI', 'UNBIND'];
  return {
    owner: ownerOf(address, eip),
    pending: !settled.includes(eip.AddressStatus),
    ...(eip.AddressStatus === 'UNBINDING' ? { leaving: true } : {}),
    ip: eip.AddressIp,
  };
}

/** While it is being bound it is nobody's yet; while it is being unbound, still the old one's. */
function ownerOf({ networkInterface, privateIp }: EipAddress, eip: Eip): Owner {
  const { AddressStatus, InstanceId, NetworkInterfaceId, PrivateAddressIp } = eip;
  if (!['BIND', 'BIND_ENI', 'UNBINDING'].includes(AddressStatus)) return free;
  const isElsewhereOnTheNode =
    (networkInterface !== undefined && networkInterface !== NetworkInterfaceId) ||
    (privateIp !== undefined && privateIp !== PrivateAddressIp);
  const holder = isElsewhereOnTheNode ? NetworkInterfaceId || InstanceId : InstanceId;
  return heldBy(holder || NetworkInterfaceId);
}

async function bind(
  { address, gate }: Change<EipAddress>,
  node: string,
  { eip, check, clientFor }: Tools,
): Promise<Operation> {
  const subject = subjectOf(address);
  const { AddressId: eipId } = eip;
  refuseUnbindable(eip);
  await check.pass({ address, node, eipId }, clientFor(subject, gate), gate);
  try {
    const target = targetOf(address, node);
    const task = await gate.write((sending) =>
      clientFor(subject, sending).associateAddress(eipId, target),
    );
    const ask = (signal: AbortSignal): Client => clientFor(subject, { signal });
    return createOperation({ task, by: 'number', clientFor: ask });
  } catch (error) {
    if (isFailure(error, 'stale')) check.forget(node, gate);
    throw error;
  }
}

async function rebind(
  change: Change<EipAddress>,
  eip: Eip | undefined,
  clientFor: ClientFor,
): Promise<Operation> {
  const { address, gate } = change;
  if (eip === undefined) throw impossible(change);
  return await rebindEip({ eip, gate, subject: subjectOf(address) }, clientFor);
}

async function unbind(
  { address, gate }: Change<EipAddress>,
  step: Extract<Step, { do: 'unassign' }>,
  { eip, check, clientFor }: Tools,
): Promise<Operation> {
  const { from, for: node } = step;
  const subject = subjectOf(address);
  const { AddressId: eipId } = eip;
  refuseUnbinding(eip, from);
  if (node !== undefined) {
    refuseUnbindable(eip);
    await check.pass({ address, node, eipId }, clientFor(subject, gate), gate);
  }
  return await unbindEip({ eipId, from, gate, subject }, clientFor);
}
