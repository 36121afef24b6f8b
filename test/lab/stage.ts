import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';

import { namespaceOf } from './layout.ts';
import { buildNetwork, removeNetwork } from './network.ts';
import { folderOf } from './premises.ts';
import { missing } from './requirements.ts';
import type { Scenario } from './scenario.ts';

export interface Play {
  /** Gets the id of the lab as its first argument, and the name of the scenario as its second. */
  readonly script: string;
  readonly scenario: Scenario;
  readonly args: readonly string[];
  /** Whether to keep what the hosts wrote, even where all is well. */
  readonly keep: boolean;
}

/** Hosts are shut down in order, which takes keepalived a second or two. */
const patienceMs = 15_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Builds a network of namespaces, has a script run inside its fabric, and removes it again, whatever
 * happens in there. Returns the exit code.
 */
export async function stage(play: Play): Promise<number> {
  const labId = `floatip-lab-${process.pid}`;
  const calledOff = new AbortController();
  const callOff = (): void => calledOff.abort();
  for (const signal of signals) process.on(signal, callOff);
  try {
    const obstacle = messageOf(() => buildNetwork(labId, play.scenario));
    if (obstacle === undefined) {
      return tidyUp(labId, play, await perform(labId, play, calledOff.signal), calledOff.signal);
    }
    console.error(`Cannot make the namespaces of the lab: ${obstacle}`);
    return 3;
  } finally {
    await removeNetwork(labId);
    for (const signal of signals) process.off(signal, callOff);
  }
}

/** Whether all that a lab needs is here; otherwise it says what is not, and what to do. */
export function isEquipped(): boolean {
  // Not every root has it.
  process.env['PATH'] += ':/usr/sbin:/sbin';
  const lacks = missing();
  if (lacks.length === 0) return true;
  console.error(`The lab needs what is not here: ${lacks.join('; ')}`);
  return false;
}

/** What it throws, if it does. */
export function messageOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** In a session of its own, so that Ctrl-C ends it in order and not all of its processes at once. */
async function perform(
  labId: string,
  { script, scenario, args }: Play,
  calledOff: AbortSignal,
): Promise<number> {
  const command = [process.execPath, '--import', 'tsx', script, labId, scenario.name, ...args];
  const inside = spawn('ip', ['netns', 'exec', namespaceOf(labId, 'fabric'), ...command], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  calledOff.addEventListener('abort', () => {
    inside.kill('SIGINT');
    setTimeout(() => inside.kill('SIGKILL'), patienceMs).unref();
  });
  await once(inside, 'exit');
  return inside.exitCode ?? 1;
}

function tidyUp(labId: string, { keep }: Play, code: number, calledOff: AbortSignal): number {
  if (!keep && (code === 0 || calledOff.aborted)) {
    rmSync(folderOf(labId), { recursive: true, force: true });
  } else console.error(`What the hosts wrote is in ${folderOf(labId)}`);
  return calledOff.aborted ? 130 : code;
}
