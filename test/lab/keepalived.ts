import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Crew, Member } from './crew.ts';
import type { Pulse } from './pulse.ts';

/** keepalived of one host. */
export interface Keepalived {
  /** Resolves once it has settled on its first state. */
  start(): Promise<void>;
  isRunning(): boolean;
  /** As `systemctl stop` does it. */
  stop(): Promise<void>;
  /** As `systemctl reload` does it. */
  reload(): void;
}

export interface KeepalivedOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
  /** Holds `keepalived.conf`, and gets `keepalived.log`. */
  readonly folder: string;
  /** What its hooks inherit. */
  readonly env: Readonly<Record<string, string>>;
}

/** A keepalived that finds a pid in use there takes itself for running, and leaves. */
export const pidFiles = ['keepalived.pid', 'vrrp.pid'] as const;

export function createKeepalived(options: KeepalivedOptions): Keepalived {
  const { crew, pulse, namespace, folder, env } = options;
  const log = join(folder, 'keepalived.log');
  let running: Member | undefined;
  let hasState = false;
  const onLine = (line: string): void => {
    // Its own time is in whole seconds.
    appendFileSync(log, `${new Date().toISOString()} ${line}\n`);
    if (!/Entering \w+ STATE/.test(line)) return;
    hasState = true;
    pulse.beat();
  };
  return {
    async start() {
      hasState = false;
      running = crew.start(commandIn(folder), { namespace, env, onLine });
      await pulse.until(() => hasState, {
        what: `keepalived starts, see ${log}`,
        withinMs: 10_000,
      });
    },
    isRunning: () => running?.isRunning() ?? false,
    stop: async () => await running?.end(),
    reload() {
      running?.child.kill('SIGHUP');
    },
  };
}

function commandIn(folder: string): readonly string[] {
  const words = '--dont-fork --log-console --log-detail --vrrp'.split(' ');
  const files = {
    '--use-file': 'keepalived.conf',
    '--pid': pidFiles[0],
    '--vrrp_pid': pidFiles[1],
  };
  const named = Object.entries(files).flatMap(([option, name]) => [option, join(folder, name)]);
  return ['keepalived', ...words, ...named];
}
