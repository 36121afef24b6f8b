import type { ServerResponse } from 'node:http';

import type { FakeClock } from './fake-clock.ts';

/**
 * Programs run in real time, on a clock that stands still meanwhile: unless what they wait for is an answer that is
 * to be late.
 */

/** Answers that wait for time to pass, as their programs do. */
let waiting = 0;

export function holdWhileProgramsRun(clock: FakeClock, isWaiting = (): boolean => false): void {
  const pipesBefore = active('PipeWrap');
  clock.holdWhile(() => {
    if (isWaiting()) return false;
    const running = active('ProcessWrap');
    // One that has ended may have printed what is not read yet.
    return running > waiting || (running === 0 && active('PipeWrap') > pipesBefore);
  });
}

/** Node lists each process that it has started and that has not ended, and each pipe. */
function active(kind: 'ProcessWrap' | 'PipeWrap'): number {
  return process.getActiveResourcesInfo().filter((name) => name === kind).length;
}

/** Lets time pass before an answer. A program that is killed meanwhile waits no more. */
export async function pass(ms: number, response: ServerResponse, clock: FakeClock): Promise<void> {
  waiting += 1;
  await new Promise<void>((passed) => {
    const cancel = clock.after(ms, passed);
    response.once('close', () => {
      cancel();
      passed();
    });
  });
  waiting -= 1;
}
