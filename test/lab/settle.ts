import { hasWatcher } from './event-path.ts';
import type { Lab } from './lab.ts';
import { hostNames } from './layout.ts';
import type { HostName } from './layout.ts';
import { monotonicMs } from './monotonic.ts';
import { isHook } from './processes.ts';
import { isOnlyMaster, isRight } from './rightness.ts';

const calmMs = 90_000;
const answerMs = 5000;
/** floatip's interval, ten seconds and at most a tenth more, and time to act. */
const lookAgainWithinMs = 16_000;
/** keepalived starts a hook a moment after the address is on the interface. */
const graceMs = 300;
const lookAgainMs = 25;

/**
 * Waits until a host is the only master and all hooks have ended, and then wants the reserved IP to
 * be there. Where it is not, no event is left that could bring it there, and it is the turn of cron,
 * or of the watcher's next look. Throws where not even that helps.
 */
export async function settle(lab: Lab, expected: HostName): Promise<void> {
  await becomeCalm(lab, expected);
  if (!hasWatcher(lab.by) && lab.cloud.owner() !== expected) await runCron(lab);
  await stillAnswers(lab, expected);
}

/** Nobody tells when a hook ends, so this is looked for. */
async function becomeCalm(lab: Lab, expected: HostName): Promise<void> {
  const { pulse, processes, cloud } = lab;
  let calmSinceMs = monotonicMs();
  const timer = setInterval(() => {
    const isCalm = isOnlyMaster(lab, expected) && !cloud.isMoving() && !processes().some(isHook);
    if (!isCalm) calmSinceMs = monotonicMs();
    pulse.beat();
  }, lookAgainMs);
  try {
    const isOver = (): boolean => monotonicMs() - calmSinceMs > graceMs;
    const what = `${expected} is the only master, and all hooks have ended`;
    await pulse.until(isOver, { what, withinMs: calmMs });
  } finally {
    clearInterval(timer);
  }
}

/** As `hooks/floatip.cron` does it once a minute, on every host. */
async function runCron({ hosts }: Lab): Promise<void> {
  await Promise.all(hostNames.map((name) => hosts[name].floatip('reconcile', '--timeout', '50')));
}

/** An answer to what was asked after now. */
async function stillAnswers(lab: Lab, expected: HostName): Promise<void> {
  const nowMs = monotonicMs();
  const answers = (): boolean =>
    isRight(lab, expected) && (lab.client.latest()?.beganMs ?? 0) > nowMs;
  const what = `${expected}, the only master, has the reserved IP and answers`;
  const withinMs = hasWatcher(lab.by) ? lookAgainWithinMs : answerMs;
  await lab.pulse.until(answers, { what, withinMs });
}
