import { Failure, isFailure } from '../ports/failure.ts';
import type { Identity } from '../ports/identity.ts';
import { rememberIdentity } from './remember-identity.ts';
import type { Remembered } from './remember-identity.ts';

/** What to do where nobody says who this host is. */
interface Advice {
  /** Where the name of the metadata service cannot be resolved. */
  readonly orSayRegion: string;
  readonly elsewhere: string;
}

/** An identity of which every request needs the region: who has none is told where else to say it. */
export function adviseIdentity(identity: Identity, { orSayRegion, elsewhere }: Advice): Remembered {
  const remembered = rememberIdentity(identity);
  return {
    identity: remembered.identity,
    async self(signal) {
      try {
        return await remembered.self(signal);
      } catch (error) {
        if (!isFailure(error, 'config')) throw error;
        const isUnnamed = error.hint?.includes('/etc/resolv.conf') === true;
        const hint = isUnnamed ? orSayRegion : elsewhere;
        throw new Failure('config', error.message, { hint, cause: error });
      }
    },
  };
}
