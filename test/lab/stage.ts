import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';

import { namespaceOf } from './layout.ts';
import { buildNetwork, removeNetwork } from './network.ts';
import { folderOf } from './premises.ts';
import type { Scenario } from './scenario.ts';

export interface Play {
  /** Gets the id of the lab as its first argument, and the name of the scenario as its second. */
  readonly script: string;
  readonly scenario: Scenario;
  readonly args: readonly string[];
  /** Whether to keep what the hosts wrote, even where all is well. */
  readonly keep: boolean;
  readonly calledOff: AbortSignal;
  /** Gets what the script sends. */
  readonly onMessage?: (message: unknown) => void;
}

/** Hosts are shut down in order, which takes keepalived a second or two. */
const patienceMs = 15_000;

/**
 * Builds a network of namespaces, has a script run inside its fabric, and removes it again, whatever
 * happens in there. Returns whether all went well.
 */
export async function stage(play: Play): Promise<boolean> {
  // A scenario that failed leaves what its hosts wrote, and the next one has its own.
  const labId = `floatip-lab-${process.pid}-${play.scenario.name}`;
  let isWell = false;
  try {
    buildNetwork(labId, play.scenario);
    isWell = await perform(labId, play);
  } catch (error) {
    console.error('FAILED  The network of the lab cannot be made:', String(error));
  }
  try {
    await removeNetwork(labId);
  } catch (error) {
    console.error('FAILED  The network of the lab cannot be removed:', String(error));
    isWell = false;
  }
  return tidyUp(labId, play, isWell);
}

/** In a session of its own, so that Ctrl-C ends it in order and not all of its processes at once. */
async function perform(labId: string, play: Play): Promise<boolean> {
  const { script, scenario, args, calledOff, onMessage } = play;
  const command = [process.execPath, '--import', 'tsx', script, labId, scenario.name, ...args];
  const inside = spawn('ip', ['netns', 'exec', namespaceOf(labId, 'fabric'), ...command], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  if (onMessage !== undefined) inside.on('message', onMessage);
  const callOff = (): void => {
    inside.kill('SIGINT');
    setTimeout(() => inside.kill('SIGKILL'), patienceMs).unref();
  };
  calledOff.addEventListener('abort', callOff, { once: true });
  // Not before the last of its messages is here, as with `exit`.
  await once(inside, 'close');
  calledOff.removeEventListener('abort', callOff);
  return inside.exitCode === 0;
}

function tidyUp(labId: string, { keep, calledOff }: Play, isWell: boolean): boolean {
  const folder = folderOf(labId);
  if (!keep && (isWell || calledOff.aborted)) {
    rmSync(folder, { recursive: true, force: true });
  } else if (existsSync(folder)) console.error(`What the hosts wrote is in ${folder}`);
  return isWell;
}
