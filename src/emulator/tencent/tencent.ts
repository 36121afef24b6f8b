import { interrupt, latencyOf } from '../endings.ts';
import { fateOf } from '../fate.ts';
import type { FaultBook } from '../faults.ts';
import type { Vendor } from '../vendor.ts';
import { Account } from './account.ts';
import { createTencentApi } from './api.ts';
import { createKeyring } from './credentials.ts';
import type { Carriage } from './drift.ts';
import type { HaVip, NetworkInterface } from './entities.ts';
import { createLimits } from './limits.ts';
import { answerMetadata } from './metadata.ts';
import type { TencentSection } from './topology.ts';

export interface Tencent extends Vendor {
  readonly account: Account;
}

export interface TencentOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** For announcements, which are no requests. */
  readonly faults: FaultBook;
}

export function createTencent(topology: TencentSection, { now, faults }: TencentOptions): Tencent {
  const carry = (havip: HaVip, from: NetworkInterface): Carriage => {
    const met = faults.meet({
      service: 'tencent-arp',
      method: 'ANNOUNCE',
      path: `/${havip.id}`,
      node: from.instance ?? undefined,
    });
    return { heard: interrupt(met, 'tencent-arp') === undefined, lateMs: latencyOf(met) };
  };
  const account = new Account({ topology, now, carry });
  const keyring = createKeyring({ keys: topology.keys, role: topology.role, now });
  const api = createTencentApi({ account, keyring, limits: createLimits(topology.limits) });
  return {
    account,
    settle: () => account.settle(),
    answer(request, met) {
      if (request.service === 'tencent-metadata') {
        return answerMetadata(request, { account, keyring });
      }
      const refused = met.find((fault) => fault.type === 'refuse');
      if (refused !== undefined) return api.refuse(refused.code, refused.message ?? refused.code);
      return api.answer(request, fateOf(met, topology.taskMs));
    },
  };
}
