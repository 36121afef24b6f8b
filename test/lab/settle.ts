import { hasWatcher } from './event-path.ts';
import type { Lab } from './lab.ts';
import { monotonicMs } from './monotonic.ts';
import { isHookAtWork } from './processes.ts';
import { answeredMs, areOnlyMasters, areOwners, describePlaces, isRight } from './rightness.ts';
import type { Places } from './scenario.ts';

const calmMs = 90_000;
const usualMs = 8000;
/** keepalived starts a hook a moment after the address is on the interface. */
const graceMs = 300;
const lookAgainMs = 25;

/**
 * Waits until each instance has the only master that it should have and all hooks have ended, and
 * then wants every address to be there. Where it is not, no event is left that could bring it there,
 * and it is the turn of cron, or of the watcher's next look. Throws where not even that helps in time.
 */
export async function settle(lab: Lab, places: Places, withinMs = usualMs): Promise<void> {
  await becomeCalm(lab, places);
  if (!hasWatcher(lab.by) && !areOwners(lab, places)) await runCron(lab);
  await stillAnswers(lab, places, withinMs);
}

/** Nobody tells when a hook ends, so this is looked for. */
async function becomeCalm(lab: Lab, places: Places): Promise<void> {
  const { pulse, processes, cloud } = lab;
  // A look at all processes holds up the cloud for milliseconds; with the FIFO alone there are no hooks.
  const isHookAtWorkNow = (): boolean => lab.by !== 'fifo' && processes().some(isHookAtWork);
  let calmSinceMs = monotonicMs();
  const timer = setInterval(() => {
    const isCalm = areOnlyMasters(lab, places) && !cloud.isMoving() && !isHookAtWorkNow();
    if (!isCalm) calmSinceMs = monotonicMs();
    pulse.beat();
  }, lookAgainMs);
  try {
    const isOver = (): boolean => monotonicMs() - calmSinceMs > graceMs;
    const what = `all hooks have ended, and ${describePlaces(places, lab)}`;
    await pulse.until(isOver, { what, withinMs: calmMs });
  } finally {
    clearInterval(timer);
  }
}

/** On every host, as each has its own. */
export async function runCron({ hosts }: Lab): Promise<void> {
  await Promise.all(hosts.map((host) => host.reconcile()));
}

/** An answer to what was asked after now. */
async function stillAnswers(lab: Lab, places: Places, withinMs: number): Promise<void> {
  const nowMs = monotonicMs();
  const answers = (): boolean => isRight(lab, places) && answeredMs(lab) > nowMs;
  const what = `the client gets an answer, and ${describePlaces(places, lab)}`;
  await lab.pulse.until(answers, { what, withinMs });
}
