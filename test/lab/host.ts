import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Crew } from './crew.ts';
import { hasWatcher } from './event-path.ts';
import { floatipConfig, floatipEnvironment, recipeEnvironment } from './floatip.ts';
import { watchInterface } from './interface-watch.ts';
import { ip } from './ip.ts';
import { keepalivedConfig } from './keepalived-config.ts';
import { createKeepalived, pidFiles } from './keepalived.ts';
import type { Keepalived } from './keepalived.ts';
import { hostPlans, namespaceOf } from './layout.ts';
import type { HostName } from './layout.ts';
import { createPowers } from './powers.ts';
import type { Powers } from './powers.ts';
import type { Premises } from './premises.ts';
import type { Pulse } from './pulse.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';
import { createWeb } from './web.ts';
import type { Web } from './web.ts';

/** One of the two hosts. */
export interface Host extends Powers {
  readonly name: HostName;
  readonly keepalived: Keepalived;
  /** Where there is one. */
  readonly watcher: Watcher | undefined;
  readonly web: Web;
  /** Whether it is master, by the address that keepalived puts on its interface. */
  isMaster(): boolean;
  /** When it became master, or gave way. Of `monotonicMs`. */
  changedMs(): number | undefined;
  pullCable(): void;
  plugCable(): void;
  /** What a reboot makes it forget. */
  forget(): void;
  /** How often it got the address with no event to tell it: by cron, or as the watcher looked again. */
  movesUntold(): number;
  /** Runs floatip to its end, as cron or the operator would, and returns what it printed. */
  floatip(...args: readonly string[]): Promise<string>;
}

export interface HostOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly premises: Premises;
}

export function createHost(name: HostName, options: HostOptions): Host {
  const { crew, pulse, premises } = options;
  const namespace = namespaceOf(premises.labId, name);
  const folder = join(premises.traces, name);
  const env = floatipEnvironment(folder);
  const fifo = join(folder, 'notify.fifo');
  mkdirSync(folder);
  const text = keepalivedConfig(hostPlans[name], { ...premises, fifo });
  writeFileSync(join(folder, 'keepalived.conf'), text);
  writeFileSync(env.FLOATIP_CONFIG, floatipConfig(premises));
  const { hasVrrpIp, changedMs } = watchInterface(crew, pulse, namespace);
  const keepalived = createKeepalived({
    crew,
    pulse,
    namespace,
    folder,
    env: premises.by === 'recipe' ? recipeEnvironment : env,
  });
  const watcher = hasWatcher(premises.by)
    ? createWatcher({ crew, pulse, namespace, folder, env, fifo })
    : undefined;
  const web = createWeb(name, { crew, pulse, namespace });
  // All that is in /run, keepalived's pid files included.
  const forget = (): void => {
    const inMemory = [env.FLOATIP_RUNTIME_DIR, ...pidFiles.map((file) => join(folder, file))];
    for (const path of inMemory) rmSync(path, { recursive: true, force: true });
  };
  const powers = createPowers({ namespace, keepalived, watcher, web, forget });
  return {
    name,
    keepalived,
    watcher,
    web,
    ...powers,
    // Of a host that is dead or stands still, the address on its interface says nothing.
    isMaster: () => hasVrrpIp() && powers.isAlive(),
    changedMs,
    pullCable: () => void ip(['link', 'set', name, 'down']),
    plugCable: () => void ip(['link', 'set', name, 'up']),
    forget,
    movesUntold: () => countUntold(join(env.FLOATIP_STATE_DIR, 'journal.jsonl')),
    floatip: async (...args) => await crew.run([env.FLOATIP, ...args], { namespace, env }),
  };
}

function countUntold(journal: string): number {
  if (!existsSync(journal)) return 0;
  const lines = readFileSync(journal, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line).filter(isUntold).length;
}

interface Line {
  readonly cause?: string;
  readonly result?: { readonly outcome: string };
}

function isUntold({ cause, result }: Line): boolean {
  return result?.outcome === 'moved' && (cause === 'reconcile' || cause === 'watch');
}
