import type { Running, StartOptions } from '../emulated-cloud.ts';
import { interrupt, latencyOf } from '../endings.ts';
import { fateOf } from '../fate.ts';
import { Account } from './account.ts';
import { createTencentApi } from './api.ts';
import { createKeyring } from './credentials.ts';
import type { Carriage } from './drift.ts';
import type { HaVip, NetworkInterface } from './entities.ts';
import { createLimits } from './limits.ts';
import { answerMetadata } from './metadata.ts';
import { announcementService, services } from './services.ts';
import type { TencentSection } from './topology.ts';

export function start(section: TencentSection, { now, faults }: StartOptions): Running<Account> {
  const carry = (havip: HaVip, from: NetworkInterface): Carriage => {
    const met = faults.meet({
      service: announcementService,
      method: 'ANNOUNCE',
      path: `/${havip.id}`,
      node: from.instance ?? undefined,
    });
    return { heard: interrupt(met) === undefined, lateMs: latencyOf(met) };
  };
  const account = new Account({ topology: section, now, carry });
  const keyring = createKeyring({ keys: section.keys, role: section.role, now });
  const api = createTencentApi({ account, keyring, limits: createLimits(section.limits) });
  return {
    state: account,
    settle: () => account.settle(),
    answer(request, met) {
      if (request.service === services.metadata) {
        return answerMetadata(request, { account, keyring });
      }
      const refused = met.find((fault) => fault.type === 'refuse');
      if (refused !== undefined) return api.refuse(refused.code, refused.message ?? refused.code);
      return api.answer(request, fateOf(met, section.taskMs));
    },
  };
}
