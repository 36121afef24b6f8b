import type { CheckId } from '../../ports/check-ids.ts';
import type { Check } from '../../ports/check.ts';
import type { Io } from '../io.ts';
import type { Session } from '../session.ts';
import { cloudChecks } from './cloud-checks.ts';
import { configChecks } from './config-checks.ts';
import { eachMs } from './doctor.ts';
import { examine } from './examination.ts';
import { factsOfThisHost } from './host-facts.ts';
import type { HostFacts } from './host-facts.ts';
import { openSurroundings } from './open-surroundings.ts';
import { peerChecks } from './peer-checks.ts';
import { secretChecks } from './secret-checks.ts';

/**
 * What changes by itself while a host goes on: secrets, the cloud, the way there, the other hosts. What
 * keepalived and its hooks need is not looked at from inside of a service, which sees another host than they do.
 */
const groups = [configChecks, secretChecks, cloudChecks, peerChecks];

/** About hooks, or about what an administrator sees. */
const left: ReadonlySet<CheckId> = new Set(['config.reader', 'token.reader', 'proxy.same']);

/** Looks at that, side by side, within seconds. Changes nothing. */
export async function diagnoseAgain(
  session: Session,
  io: Pick<Io, 'env' | 'clock' | 'clouds' | 'random' | 'host' | 'adapter'>,
  {
    signal,
    facts = factsOfThisHost(),
  }: { readonly signal: AbortSignal; readonly facts?: HostFacts },
): Promise<readonly Check[]> {
  // Its deadlines begin now, not when the watcher did.
  const now = { ...session, startedAt: io.clock.now() };
  const surroundings = openSurroundings({ io, facts, session: now }, { peers: [] });
  const examinations = groups.flatMap((group) => group(surroundings));
  const checks = await examine(examinations, { clock: io.clock, signal, ms: eachMs });
  return checks.filter(({ id }) => !left.has(id));
}
