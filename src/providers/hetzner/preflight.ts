import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { asFailure, isFailure } from '../../ports/failure.ts';
import type { Self } from '../../ports/identity.ts';
import type { FloatingIpAddress } from './address.ts';
import { obstacleAt } from './diagnose.ts';
import { findFloatingIps } from './find.ts';
import type { Project } from './read.ts';

interface Looking {
  readonly project: Project;
  readonly signal: AbortSignal;
}

/** What keeps this server from taking floating IPs. */
export async function preflight(
  addresses: readonly FloatingIpAddress[],
  self: Self,
  looking: Looking,
): Promise<readonly Check[]> {
  const parts = await Promise.all([
    permissions(self, looking),
    allowance(looking),
    places(addresses, self, looking),
  ]);
  return parts.flat();
}

/** A token is for a whole project: it may read all of it, or write as well, which only a write shows. */
async function permissions(
  self: Self,
  { project: { client }, signal }: Looking,
): Promise<readonly Check[]> {
  const found = await client.getServer(self.node, signal).catch(asFailure);
  if (!isFailure(found)) {
    const detail =
      'The token sees this server; whether it may write (Read & Write) shows only with a takeover';
    return [passed('cloud.actions', detail)];
  }
  if (found.class !== 'missing') throw found;
  return [
    checked('cloud.actions', 'fail', {
      detail: `The project of the token has no server ${self.node}, which is this one`,
      fix: 'Make the token in the project that this server is in',
    }),
  ];
}

/** Both hosts share what is left where they share a token. */
const leastShare = 0.1;

async function allowance({ project, signal }: Looking): Promise<readonly Check[]> {
  const found = await project.client.allowance(signal);
  if (found === undefined) return [];
  const { remaining, limit } = found;
  const detail = `${remaining} of ${limit} requests an hour are left`;
  if (remaining > limit * leastShare) return [passed('cloud.quota', detail)];
  return [
    checked('cloud.quota', remaining === 0 ? 'fail' : 'warn', {
      detail,
      fix: 'See what else uses this token, give floatip one of its own, or a longer timing.interval',
    }),
  ];
}

/** A floating IP never leaves its network zone. */
async function places(
  addresses: readonly FloatingIpAddress[],
  self: Self,
  { project, signal }: Looking,
): Promise<readonly Check[]> {
  const all = await findFloatingIps(project.client, addresses, signal);
  const checks = await Promise.all(
    [...all].map(async ([{ name }, found]) => {
      // Whoever reads the addresses says what is wrong with that.
      if (isFailure(found)) return [];
      const obstacle = await obstacleAt(self.node, { found, project, signal });
      if (obstacle === undefined) {
        return [passed('cloud.region', 'It may go to this server', name)];
      }
      const { message: detail, hint: fix } = obstacle;
      return [checked('cloud.region', 'fail', { detail, fix, address: name })];
    }),
  );
  return checks.flat();
}
