import type { Check, CheckStatus } from '../../ports/check.ts';
import { checkStatuses } from '../../ports/check.ts';
import { aroundChecks } from './around-checks.ts';
import { cloudChecks } from './cloud-checks.ts';
import { configChecks } from './config-checks.ts';
import { examine } from './examination.ts';
import { hookChecks } from './hook-checks.ts';
import { hostChecks } from './host-checks.ts';
import { jitterChecks } from './jitter-checks.ts';
import { keepalivedChecks } from './keepalived-checks.ts';
import { keepalivedProgramChecks } from './keepalived-program-checks.ts';
import { leaseChecks } from './lease-checks.ts';
import { peerChecks } from './peer-checks.ts';
import { secretChecks } from './secret-checks.ts';
import type { Surroundings } from './surroundings.ts';
import { watcherChecks } from './watcher-checks.ts';

/** What was found out, and how much of each. */
export interface Diagnosis {
  readonly checks: readonly Check[];
  readonly summary: Readonly<Record<CheckStatus, number>>;
}

/** Somebody waits for all of it, at a terminal. */
export const eachMs = 10_000;

const groups = [
  configChecks,
  secretChecks,
  hostChecks,
  hookChecks,
  keepalivedProgramChecks,
  keepalivedChecks,
  cloudChecks,
  watcherChecks,
  leaseChecks,
  peerChecks,
  aroundChecks,
];

/** What would take this process's own work for trouble of the network. */
const aloneGroups = [jitterChecks];

/** Looks at everything that a failover needs, side by side, and then at what is measured. Changes nothing. */
export async function diagnose(
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const time = { clock: surroundings.io.clock, signal, ms: eachMs };
  const checks: Check[] = [];
  for (const together of [groups, aloneGroups]) {
    const examinations = together.flatMap((group) => group(surroundings));
    checks.push(...(await examine(examinations, time)));
  }
  const count = (wanted: CheckStatus): number =>
    checks.filter(({ status }) => status === wanted).length;
  const [ok, note, warn, fail, skipped] = checkStatuses.map(count);
  return {
    checks,
    summary: {
      ok: ok ?? 0,
      note: note ?? 0,
      warn: warn ?? 0,
      fail: fail ?? 0,
      skipped: skipped ?? 0,
    },
  };
}
