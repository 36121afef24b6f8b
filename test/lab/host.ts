import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { removeFolder } from '../support/remove-folder.ts';
import type { Crew } from './crew.ts';
import { hasWatcher } from './event-path.ts';
import { alertsOf, floatipConfig, floatipEnvironment, recipeEnvironment } from './floatip.ts';
import { watchInterface } from './interface-watch.ts';
import { ip } from './ip.ts';
import { readJournal } from './journal.ts';
import type { JournalLine } from './journal.ts';
import { keepalivedConfig } from './keepalived-config.ts';
import { createKeepalived, pidFiles } from './keepalived.ts';
import type { Keepalived } from './keepalived.ts';
import { tellKernel } from './kernel.ts';
import { namespaceOf } from './layout.ts';
import type { HostName } from './layout.ts';
import { madeTexts } from './made-by-init.ts';
import { createPowers } from './powers.ts';
import type { Powers } from './powers.ts';
import type { Premises } from './premises.ts';
import type { Pulse } from './pulse.ts';
import { createWatcher } from './watcher.ts';
import type { Watcher } from './watcher.ts';
import { createWeb, endedFile } from './web.ts';
import type { Web } from './web.ts';

/** One of the hosts. */
export interface Host extends Powers {
  readonly name: HostName;
  readonly keepalived: Keepalived;
  /** Where there is one. */
  readonly watcher: Watcher | undefined;
  readonly web: Web;
  /** Whether it is master of an instance, by the address that keepalived puts on its interface. */
  isMaster(instance: string): boolean;
  /** Whether keepalived's address of an instance is on its interface, be keepalived alive or not. */
  hasVip(instance: string): boolean;
  /** Whether an IP is on its interface, whoever has put it there. */
  hasIp(ip: string): boolean;
  /** When it became master of an instance, or gave way. Of `monotonicMs`. */
  changedMs(instance: string): number | undefined;
  /** How often it has become master of an instance so far. */
  timesMaster(instance: string): number;
  pullCable(): void;
  plugCable(): void;
  /** What a reboot makes it forget. */
  forget(): void;
  /** What floatip has written down since a moment. Milliseconds since 1970. */
  journal(sinceMs: number): readonly JournalLine[];
  /** How often it got an address with no event to tell it: by cron, or as the watcher looked again. */
  movesUntold(): number;
  /** As `hooks/floatip.cron` does it once a minute. Throws where it fails for want of sense, not of time. */
  reconcile(): Promise<void>;
  /** What `floatip history` tells. */
  history(): Promise<string>;
}

/**
 * Done, superseded by what keepalived has said meanwhile, or out of time: whoever is cut off, or whose
 * cloud is in trouble, can do no better. What follows from it shows in where the addresses are.
 */
const reconcileCodes = [0, 5, 6];

export interface HostOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly premises: Premises;
}

export function createHost(name: HostName, options: HostOptions): Host {
  const { crew, pulse, premises } = options;
  const { scenario, by, labId, traces } = premises;
  const namespace = namespaceOf(labId, name);
  const folder = join(traces, name);
  const env = floatipEnvironment(folder, premises.authorities);
  const fifo = join(folder, 'notify.fifo');
  mkdirSync(folder);
  const files = { ...premises, fifo, ended: endedFile(folder) };
  const texts =
    premises.made === undefined
      ? { keepalived: keepalivedConfig(name, files), floatip: floatipConfig(name, premises) }
      : madeTexts(join(premises.made, name), files);
  writeFileSync(join(folder, 'keepalived.conf'), texts.keepalived);
  writeFileSync(env.FLOATIP_CONFIG, texts.floatip + alertsOf(name, scenario));
  tellKernel(name, premises);
  const addresses = watchInterface(crew, pulse, namespace);
  const base = { crew, pulse, namespace, folder };
  const hookEnv = by === 'recipe' ? recipeEnvironment(premises) : env;
  const keepalived = createKeepalived({ ...base, env: hookEnv });
  const watcher = hasWatcher(by) ? createWatcher({ ...base, env, fifo }) : undefined;
  const web = createWeb(name, { ...base, serves: scenario.serves });
  // All that is in /run, keepalived's pid files included.
  const forget = (): void => {
    const inMemory = [env.FLOATIP_RUNTIME_DIR, ...pidFiles.map((file) => join(folder, file))];
    // A hook that is about to end may still write there.
    for (const path of inMemory) removeFolder(path);
  };
  const guests = scenario.addresses.filter(({ isGuest }) => isGuest === true);
  const vips = [...scenario.instances.map(({ vip }) => vip), ...guests.map((one) => one.ip)];
  const powers = createPowers({ namespace, keepalived, watcher, web, forget, vips });
  const vipOf = (instance: string): string =>
    scenario.instances.find((one) => one.name === instance)?.vip ?? '';
  const hasVip = (instance: string): boolean => addresses.has(vipOf(instance));
  const journal = (sinceMs: number): readonly JournalLine[] =>
    readJournal(env.FLOATIP_STATE_DIR).filter(({ at }) => Date.parse(at) >= sinceMs);
  const floatip = async (args: string, mayEndWith: readonly number[]): Promise<string> =>
    await crew.run([env.FLOATIP, ...args.split(' ')], { namespace, env, mayEndWith });
  return {
    name,
    keepalived,
    watcher,
    web,
    ...powers,
    // Of a host that is dead or stands still, the address on its interface says nothing.
    isMaster: (instance) => hasVip(instance) && powers.isAlive(),
    hasVip,
    hasIp: addresses.has,
    changedMs: (instance) => addresses.changedMs(vipOf(instance)),
    timesMaster: (instance) => addresses.timesCome(vipOf(instance)),
    pullCable: () => void ip(['link', 'set', name, 'down']),
    plugCable: () => void ip(['link', 'set', name, 'up']),
    forget,
    journal,
    movesUntold: () => journal(0).filter(isUntold).length,
    async reconcile() {
      await floatip('reconcile --timeout 50', reconcileCodes);
    },
    history: async () => await floatip('history --since 2m', [0]),
  };
}

function isUntold({ cause, result }: JournalLine): boolean {
  return result?.outcome === 'moved' && (cause === 'reconcile' || cause === 'watch');
}
