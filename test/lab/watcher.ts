import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Crew, Member } from './crew.ts';
import type { FloatipEnvironment } from './floatip.ts';
import type { Pulse } from './pulse.ts';

/** `floatip watch` of one host, under the eyes of a supervisor, as `hooks/floatip.service` is. */
export interface Watcher {
  /** Resolves once it listens. */
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface WatcherOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
  /** Gets `watcher.log`. */
  readonly folder: string;
  readonly env: FloatipEnvironment;
  readonly fifo: string;
}

/** `RestartSec` of the unit. */
const restartMs = 1000;

export function createWatcher(options: WatcherOptions): Watcher {
  const { crew, pulse, namespace, folder, env, fifo } = options;
  const log = join(folder, 'watcher.log');
  let running: Member | undefined;
  let isWanted = false;
  let isReady = false;
  const onLine = (line: string): void => {
    appendFileSync(log, `${line}\n`);
    if (!line.includes('watching')) return;
    isReady = true;
    pulse.beat();
  };
  const run = (): void => {
    running = crew.start([env.FLOATIP, 'watch', '--fifo', fifo], { namespace, env, onLine });
    running.child.once('exit', () => {
      if (!isWanted) return;
      appendFileSync(log, 'ended, so the supervisor starts it again\n');
      setTimeout(() => void (isWanted && run()), restartMs);
    });
  };
  return {
    async start() {
      isWanted = true;
      isReady = false;
      run();
      const what = `floatip watch listens, see ${log}`;
      await pulse.until(() => isReady, { what, withinMs: 10_000 });
    },
    async stop() {
      isWanted = false;
      await running?.end();
    },
    async kill() {
      isWanted = false;
      await running?.kill();
    },
  };
}
