import type { Address } from '../../core/address.ts';
import type { Result } from '../../core/outcome.ts';
import { probeWarning } from '../../core/probe.ts';
import type { Probed } from '../../core/probe.ts';
import { probeAddress } from '../../takeover/probe.ts';
import { rolesIn } from '../roles.ts';
import type { Session } from '../session.ts';

export interface ProbedResult {
  readonly result: Result;
  readonly probed: Probed;
}

/** Asks through the IPs of what has just come to this host whether somebody answers. Throws only bugs. */
export async function probeResults(
  results: readonly Result[],
  self: string | undefined,
  session: Session,
): Promise<readonly ProbedResult[]> {
  const found = await Promise.all(
    results.map(async (result) => {
      const address = session.config.addresses.find(({ name }) => name === result.name);
      if (address === undefined || !hasCome(result, self)) return undefined;
      const probed = await probeAddress(address, result.ip, {
        ...session,
        isStill: () => isStillOurs(address, session),
      });
      return probed === undefined ? undefined : { result: withProbe(result, probed), probed };
    }),
  );
  return found.filter((one) => one !== undefined);
}

function hasCome({ outcome, to }: Result, self: string | undefined): boolean {
  return outcome === 'moved' && to !== null && (self === undefined || to === self);
}

/** Where nothing says who holds it, an operator has. */
function isStillOurs(address: Address, session: Session): boolean {
  if (address.follow === undefined) return true;
  const role = rolesIn(session).roleOf(address);
  return role === null || role === 'MASTER';
}

function withProbe(result: Result, probed: Probed): Result {
  const warning = [result.warning, probeWarning(probed)].flatMap((one) => one ?? []).join('; ');
  return { ...result, probe: probed, ...(warning === '' ? {} : { warning }) };
}
