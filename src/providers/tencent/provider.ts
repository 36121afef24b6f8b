import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Operation, Provider, WriteGate } from '../../ports/provider.ts';
import type { Announcing } from '../announcement.ts';
import { readKind } from '../kind-of-address.ts';
import type { KindOfAddress } from '../kind-of-address.ts';
import { partsOf } from '../parts.ts';
import type { Account } from './account.ts';
import { isEip, isHavip, isPrivateIp } from './address.ts';
import { createClient } from './client.ts';
import { createEips } from './eip.ts';
import { createHavips } from './havip.ts';
import { isInstanceId } from './ids.ts';
import type { ClientFor } from './kind.ts';
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
    async preflight(addresses, self, signal) {
      const { preflight } = await import('./preflight.ts');
      return await preflight(addresses, self, clientFor('the addresses', { signal }));
    },
    async read(addresses, signal) {
      const parts = await Promise.all([
        readKind(inHalves(eips), addresses.filter(isEip), signal),
        readKind(inHalves(havips), addresses.filter(isHavip), signal),
        readKind(inHalves(privateIps), addresses.filter(isPrivateIp), signal),
      ]);
      return new Map(parts.flat());
    },
  };
}

/** One malformed id makes the API refuse all that are asked for together: half of them are well. */
function inHalves<A extends Address>(kind: KindOfAddress<A>): Pick<KindOfAddress<A>, 'read'> {
  return {
    async read(addresses, signal) {
      try {
        return await kind.read(addresses, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (addresses.length === 1 || asFailure(error).class !== 'invalid') throw error;
        const halves = partsOf(addresses, Math.ceil(addresses.length / 2));
        return (await Promise.all(halves.map((half) => readKind(this, half, signal)))).flat();
      }
    },
  };
}
