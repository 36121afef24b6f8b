import type { Session } from '../app/session.ts';
import type { Address } from '../core/address.ts';
import type { Result } from '../core/outcome.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { RoleTracker } from '../triggers/role-tracker.ts';

export interface ProbeTools {
  readonly session: Session;
  readonly roles: RoleTracker;
  readonly metrics: Metrics;
  /** Gets what should never happen. */
  readonly onBug: (error: unknown) => void;
}

/** Has somebody ask through an address that has just come here, beside all else: nothing waits for that. */
export function probeBeside(
  address: Address,
  { outcome, ip }: Pick<Result, 'outcome' | 'ip'>,
  { session, roles, metrics, onBug, signal }: ProbeTools & { readonly signal: AbortSignal },
): void {
  if (address.probe === undefined || outcome !== 'moved') return;
  const isStill = (): boolean => roles.roleOf(address) === 'MASTER';
  const ask = async (): Promise<void> => {
    // Loaded here: the move is done.
    const { probeAddress } = await import('../takeover/probe.ts');
    const probed = await probeAddress(address, ip, { ...session, signal, isStill });
    if (probed !== undefined) metrics.probed(address, probed);
  };
  ask().catch(onBug);
}
