import { join } from 'node:path';

import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { lackOfFolder, runtimeFolder, stateFolder, watcherFolders } from '../config/folders.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { createBootCache } from '../lib/boot-cache.ts';
import { openFolder } from '../lib/shared-folder.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Actor } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { Connection, Tools } from '../providers/connection.ts';
import { openLocalState } from '../takeover/local-state.ts';
import type { LocalState } from '../takeover/local-state.ts';
import { createRecheck } from '../takeover/recheck.ts';
import type { Recheck } from '../takeover/recheck.ts';
import { openJournal } from '../telemetry/journal.ts';
import type { ReadableJournal } from '../telemetry/journal.ts';
import { handOver, socketIn } from '../triggers/hand-over.ts';
import { createTriggerSet } from '../triggers/trigger-set.ts';
import type { TriggerSet } from '../triggers/trigger-set.ts';
import { collectAlarms, noCollectedAlarms } from './collect-alarms.ts';
import type { CollectedAlarms } from './collect-alarms.ts';
import { connectTo } from './connect.ts';

/** Everything that one command works with; built once, where the command begins. */
export interface Session {
  readonly config: Config;
  readonly env: Environment;
  readonly clouds: Clouds;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly journal: ReadableJournal;
  readonly host: Host;
  /** When the command began, on the clock's `now()`. */
  readonly startedAt: number;
  /** Aborts when the operator or the system wants this process to end. */
  readonly signal: AbortSignal;
  /** Ends what is no longer wanted. */
  readonly recheck: Recheck;
  /** What says who holds what does not follow keepalived. */
  readonly triggers: TriggerSet;
  /** What people may have to be told of. */
  readonly alarms: CollectedAlarms;
  /** A cloud, connected at its first use. Throws `config` where its secrets cannot be used. */
  connect(name: string): Promise<Connection>;
  /** What the processes of this host share with each other. */
  local(): LocalState;
  /** Hands an event to the watcher of this host. `false` where there is none that takes it. */
  handOver(event: VrrpEvent): Promise<boolean>;
  close(): void;
}

type Opened =
  | 'connect'
  | 'close'
  | 'local'
  | 'journal'
  | 'handOver'
  | 'recheck'
  | 'triggers'
  | 'alarms';

export interface SessionOptions extends Omit<Session, Opened> {
  readonly observe?: Tools['observe'];
  /** Those of a process that has several sessions; without them, some of its own. */
  readonly triggers?: TriggerSet;
  /** Who has this command do what it does, for the journal. */
  readonly actor?: (() => Actor) | undefined;
  /** What hears of alarms; without it, they are collected where the config says whom to tell. */
  readonly alarms?: CollectedAlarms;
  /** Replaces the network, for tests. */
  readonly adapter?: Tools['adapter'];
}

/** What a process of this host has of the others, whatever its config says. */
export type HostState = Pick<Session, 'host' | 'local' | 'handOver'>;

type Surroundings = Pick<SessionOptions, 'env' | 'host' | 'log'>;

/** Opens it; nothing is read or made before it is needed. Warns where nothing can be shared. */
export function openHostState({ env, host, log }: Surroundings): HostState {
  let local: LocalState | undefined;
  const lack = lackOfFolder(env);
  if (lack !== undefined) log.warn({ ...lack }, 'nothing is shared or kept');
  return {
    host,
    local() {
      local ??= openLocalState(openFolder(runtimeFolder(env), log), host, log);
      return local;
    },
    handOver: (event) => handOver(watcherFolders(env).map(socketIn), event),
  };
}

interface Given {
  readonly adapter: Tools['adapter'] | undefined;
  readonly observe?: Tools['observe'];
}

/** What only some sessions have: an option that is not there must not be there as `undefined`. */
function given({ adapter, observe }: Given): Partial<Tools> {
  return {
    ...(adapter === undefined ? {} : { adapter }),
    ...(observe === undefined ? {} : { observe }),
  };
}

/** Opens what a command works with. Connects to nothing yet. */
export function openSession(options: SessionOptions): Session {
  const { config, env, clock, random, log, host, adapter, observe, actor } = options;
  const { cluster } = config;
  const cache = createBootCache(openFolder(runtimeFolder(env), log), 'identity');
  const tools: Tools = { clock, random, cache, host, ...given({ adapter, observe }) };
  const collected = config.alerts === undefined ? noCollectedAlarms : collectAlarms(clock.wall);
  const { alarms = collected } = options;
  return {
    ...options,
    ...openHostState(options),
    alarms,
    recheck: createRecheck(clock),
    triggers:
      options.triggers ??
      createTriggerSet({ clock, random, host, log, env, ...given({ adapter }) }),
    journal: heardBy(alarms, journalOf({ ...options, cluster, who: actor })),
    ...createConnections((name) => connectTo(name, options, tools)),
  };
}

type JournalOptions = Surroundings &
  Pick<Session, 'clock'> & {
    readonly cluster?: string | undefined;
    readonly who?: (() => Actor) | undefined;
  };

/** The journal of this host; nothing is read or made before it is needed. */
export function journalOf({
  env,
  host,
  clock,
  log,
  cluster,
  who,
}: JournalOptions): ReadableJournal {
  const state = stateFolder(env);
  const path = state === undefined ? undefined : join(state, 'journal.jsonl');
  const run = `${host.start.ticks}-${host.start.pid}`;
  return openJournal({ path, run, cluster, who, now: clock.wall, log });
}

/** What is written down may be what people have to be told of. */
function heardBy(alarms: CollectedAlarms, journal: ReadableJournal): ReadableJournal {
  return {
    ...journal,
    append(entry) {
      journal.append(entry);
      alarms.wrote(entry);
    },
  };
}

/** Connects to each cloud once: its secrets have been read then. */
function createConnections(
  connectAnew: (name: string) => Promise<Connection>,
): Pick<Session, 'connect' | 'close'> {
  const connections = new Map<string, Promise<Connection>>();
  const opened: Connection[] = [];
  const open = async (name: string): Promise<Connection> => {
    try {
      const connection = await connectAnew(name);
      opened.push(connection);
      return connection;
    } catch (error) {
      // A secret that cannot be used now may be put right while the watcher runs.
      connections.delete(name);
      throw error;
    }
  };
  return {
    connect(name) {
      const connection = connections.get(name) ?? open(name);
      connections.set(name, connection);
      return connection;
    },
    close() {
      for (const connection of opened) connection.close();
    },
  };
}
