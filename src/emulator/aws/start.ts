import type { Running, StartOptions } from '../emulated-cloud.ts';
import { fateOf } from '../fate.ts';
import { Account } from './account.ts';
import { createApi } from './api.ts';
import { createKeyring } from './keyring.ts';
import { createLimits } from './limits.ts';
import { createMetadata } from './metadata.ts';
import { services } from './services.ts';
import type { AwsSection } from './topology.ts';

export function start(section: AwsSection, { now }: StartOptions): Running<Account> {
  const account = new Account({ topology: section, now });
  const { keys, role, assumable, limits, lagMs } = section;
  const keyring = createKeyring({ keys, role, assumable, now });
  const api = createApi({ account, keyring, limits: createLimits(limits) });
  const metadata = createMetadata({ account, keyring });
  return {
    state: account,
    settle: () => undefined,
    answer(request, met) {
      if (request.service === services.metadata) return metadata.answer(request);
      const refused = met.find((fault) => fault.type === 'refuse');
      if (refused !== undefined) return api.refuse(refused.code, refused.message);
      return api.answer(request, fateOf(met, lagMs));
    },
  };
}
