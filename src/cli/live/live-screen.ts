import type { Screen } from '../../app/io.ts';
import { sleep } from '../../lib/time/sleep.ts';
import type { Clock } from '../../ports/clock.ts';
import { screenLines, waitingLines } from './screen-lines.ts';
import type { View } from './view.ts';

export interface LiveScreenOptions {
  readonly screen: Screen;
  readonly clock: Clock;
  readonly color: boolean;
  /** What is said until there is something to show. */
  readonly first: string;
  readonly take: () => Promise<View>;
  readonly signal: AbortSignal;
}

/** How often ages are written anew, and the next view is asked for. */
const againMs = 1000;

/** Shows views one after the other until `q` is typed, or the signal aborts, with which it rejects. */
export async function showLive(options: LiveScreenOptions): Promise<void> {
  const { screen, clock, color, first, take, signal } = options;
  const quitting = new AbortController();
  const ended = AbortSignal.any([signal, quitting.signal]);
  let view: View | undefined;
  const draw = (): void => {
    const now = { wall: clock.wall(), passed: clock.now() };
    const how = { room: screen.size(), color, now, ending: 'q ends' };
    screen.draw(view === undefined ? waitingLines(first, how) : screenLines(view, how));
  };
  screen.open({ onChange: draw, onQuit: () => quitting.abort() });
  try {
    draw();
    await Promise.race([
      repeat(draw, { clock, signal: ended }),
      repeat(
        async () => {
          view = await take();
          draw();
        },
        { clock, signal: ended },
      ),
    ]);
  } catch (error) {
    if (!quitting.signal.aborted) throw error;
  } finally {
    quitting.abort();
    screen.close();
  }
}

interface Rhythm {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

async function repeat(work: () => void | Promise<void>, { clock, signal }: Rhythm): Promise<never> {
  for (;;) {
    await work();
    await sleep(clock, againMs, signal);
  }
}
