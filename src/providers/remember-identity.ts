import { awaitUnder } from '../lib/time/await-under.ts';
import type { Identity, Self } from '../ports/identity.ts';

export interface Remembered {
  readonly identity: Identity;
  /** This host, as somebody has been told already. Throws `config` where nobody says. */
  self(signal: AbortSignal): Promise<Self>;
}

interface Introducing {
  readonly answer: ReturnType<Identity['introduce']>;
  readonly signal: AbortSignal;
}

/** An identity that many need to know, and the metadata service is asked for once. */
export function rememberIdentity(identity: Identity): Remembered {
  let introducing: Introducing | undefined;
  const begin = (...[signal, patience]: Parameters<Identity['introduce']>): Introducing => {
    const answer = identity.introduce(signal, patience);
    const begun = { answer, signal };
    introducing ??= begun;
    answer.catch(() => {
      if (introducing === begun) introducing = undefined;
    });
    return begun;
  };
  return {
    identity: { introduce: (signal, patience) => begin(signal, patience).answer },
    async self(signal) {
      for (;;) {
        const asking = introducing ?? begin(signal);
        try {
          return (await awaitUnder(signal, asking.answer)).self;
        } catch (error) {
          // Where it was somebody else who asked and gave up, nothing is known of the answer.
          if (signal.aborted || !asking.signal.aborted) throw error;
        }
      }
    },
  };
}
