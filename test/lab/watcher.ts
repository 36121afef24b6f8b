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
  /** How it ended where it should not have, or not like that, since this was last asked. */
  takeCrashes(): readonly string[];
}

export interface WatcherOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
  /** Gets `watcher.log`. */
  readonly folder: string;
  readonly env: FloatipEnvironment;
  /** Where keepalived writes what it has to tell, if it does. */
  readonly fifo?: string;
}

/** `RestartSec` of the unit. */
const restartMs = 1000;
/** What the unit takes for an orderly end; the last one is that of a Node that has just started. */
const orderly: ReadonlySet<string | number | null> = new Set([0, 143, 'SIGTERM']);

export function createWatcher(options: WatcherOptions): Watcher {
  const { crew, pulse, namespace, folder, env, fifo } = options;
  const log = join(folder, 'watcher.log');
  let running: Member | undefined;
  let wanted: 'to run' | 'to stop' | 'to die' = 'to stop';
  let isReady = false;
  let restart: NodeJS.Timeout | undefined;
  let crashes: string[] = [];
  const onLine = (line: string): void => {
    appendFileSync(log, `${line}\n`);
    if (!line.includes('watching')) return;
    isReady = true;
    pulse.beat();
  };
  const onExit = (code: number | null, signal: string | null): void => {
    const end = code ?? signal;
    if (wanted === 'to die' || (wanted === 'to stop' && orderly.has(end))) return;
    crashes.push(`floatip watch was ${wanted}, and ended with ${end}, see ${log}`);
    if (wanted === 'to stop') return;
    appendFileSync(log, `ended with ${end}, so the supervisor starts it again\n`);
    restart = setTimeout(run, restartMs);
  };
  const run = (): void => {
    const words = fifo === undefined ? [] : ['--fifo', fifo];
    running = crew.start([env.FLOATIP, 'watch', ...words], { namespace, env, onLine });
    running.child.once('exit', onExit);
  };
  const want = (what: typeof wanted): void => {
    wanted = what;
    clearTimeout(restart);
  };
  return {
    async start() {
      want('to run');
      isReady = false;
      run();
      const what = `floatip watch listens, see ${log}`;
      await pulse.until(() => isReady, { what, withinMs: 30_000 });
    },
    async stop() {
      want('to stop');
      await running?.end();
    },
    async kill() {
      want('to die');
      await running?.kill();
    },
    takeCrashes() {
      const taken = crashes;
      crashes = [];
      return taken;
    },
  };
}
