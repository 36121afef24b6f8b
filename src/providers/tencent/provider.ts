import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Operation, Provider, WriteGate } from '../../ports/provider.ts';
import type { Account } from './account.ts';
import { isEip, isHavip, isPrivateIp } from './address.ts';
import type { Announcing } from './announcement.ts';
import { createClient } from './client.ts';
import { createEips } from './eip.ts';
import { createHavips } from './havip.ts';
import { isInstanceId } from './ids.ts';
import { partsOf } from './kind.ts';
import type { ClientFor, Entry, KindOfAddress } from './kind.ts';
import { mechanicsOf } from './mechanics.ts';
import { createPrivateIps } from './private-ip.ts';
import { uncheckedOf } from './unchecked.ts';

export interface ProviderOptions {
  readonly account: Account;
  readonly announcing: Announcing;
}

/** Tencent Cloud's EIPs, HAVIPs and secondary private IPs. */
export function createProvider({ account, announcing }: ProviderOptions): Provider {
  const clientFor: ClientFor = (subject, under) => createClient(account, { subject, ...under });
  const eips = createEips(clientFor, announcing.clock);
  const havips = createHavips({ clientFor, announcing });
  const privateIps = createPrivateIps(clientFor);

  async function apply(step: Step, address: Address, gate: WriteGate): Promise<Operation> {
    if (isEip(address)) return await eips.apply({ step, address, gate });
    if (isHavip(address)) return await havips.apply({ step, address, gate });
    if (isPrivateIp(address)) return await privateIps.apply({ step, address, gate });
    throw new TypeError(`Not of Tencent Cloud: ${address.kind}`);
  }

  return {
    name: 'tencent',
    isNodeId: isInstanceId,
    mechanicsOf,
    announcedOn: (address) => (isHavip(address) ? address.interface : undefined),
    apply,
    foresee: (step, address) => Promise.resolve(uncheckedOf(step, address)),
    async prepare(addresses, node, signal) {
      if (addresses.some(isEip)) await eips.prepare(node, signal);
    },
    async read(addresses, signal) {
      const parts = await Promise.all([
        readAll(eips, addresses.filter(isEip), signal),
        readAll(havips, addresses.filter(isHavip), signal),
        readAll(privateIps, addresses.filter(isPrivateIp), signal),
      ]);
      return new Map(parts.flat());
    },
  };
}

/** What fails for one kind does not concern the others. */
async function readAll<A extends Address>(
  kind: KindOfAddress<A>,
  addresses: readonly A[],
  signal: AbortSignal,
): Promise<readonly Entry[]> {
  if (addresses.length === 0) return [];
  try {
    return await kind.read(addresses, signal);
  } catch (error) {
    signal.throwIfAborted();
    const failure = asFailure(error);
    if (failure.class === 'invalid' && addresses.length > 1) {
      // One malformed id makes the API refuse all that are asked for together: half of them are well.
      const halves = partsOf(addresses, Math.ceil(addresses.length / 2));
      const entries = halves.map((half) => readAll(kind, half, signal));
      return (await Promise.all(entries)).flat();
    }
    return addresses.map((address): Entry => [address, failure]);
  }
}
