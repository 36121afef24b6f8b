import { join } from 'node:path';

import type { Config } from '../config/config.ts';
import type { Environment } from '../config/environment.ts';
import { lackOfFolder, runtimeFolder, stateFolder, watcherFolders } from '../config/folders.ts';
import type { VrrpEvent } from '../core/vrrp.ts';
import { createBootCache } from '../lib/files/boot-cache.ts';
import { openFolder } from '../lib/files/shared-folder.ts';
import type { Clock, Random } from '../ports/clock.ts';
import type { Host } from '../ports/host.ts';
import type { Actor } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import { noMetrics } from '../ports/metrics.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Clouds } from '../providers/clouds.ts';
import type { Connection, Tools } from '../providers/connection.ts';
import { openLocalState } from '../takeover/local-state.ts';
import type { LocalState } from '../takeover/local-state.ts';
import { createRecheck } from '../takeover/recheck.ts';
import type { Recheck } from '../takeover/recheck.ts';
import { openJournal } from '../telemetry/journal.ts';
import type { ReadableJournal } from '../telemetry/journal.ts';
import { handOver, isTrustedSocket, socketIn } from '../triggers/hand-over.ts';
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
  /** What is counted, where somebody reads that. */
  readonly metrics: Metrics;
  /** A cloud, connected at its first use. Throws `config` where its secrets cannot be used. */
  connect(name: string): Promise<Connection>;
  /** What the processes of this host share with each other. */
  local(): LocalState;
  /** Whether there is a watcher of this host that may take events. */
  isWatched(): boolean;
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
  | 'isWatched'
  | 'recheck'
  | 'triggers'
  | 'alarms'
  | 'metrics';

export interface SessionOptions extends Omit<Session, Opened> {
  readonly observe?: Tools['observe'];
  readonly listen?: Tools['listen'];
  /** Those of a process that has several sessions; without them, some of its own. */
  readonly triggers?: TriggerSet;
  /** Who has this command do what it does, for the journal. */
  readonly actor?: (() => Actor) | undefined;
  /** What hears of alarms; without it, they are collected where the config says whom to tell. */
  readonly alarms?: CollectedAlarms;
  /** Without it, nothing is counted. */
  readonly metrics?: Metrics | undefined;
  /** Whether it has to be there for something else while a disk takes long to write the journal. */
  readonly writesBeside?: boolean;
  /** Replaces the network, for tests. */
  readonly adapter?: Tools['adapter'];
}

/** What a process of this host has of the others, whatever its config says. */
export type HostState = Pick<Session, 'host' | 'local' | 'isWatched' | 'handOver'>;

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
    isWatched: () => watcherFolders(env).map(socketIn).some(isTrustedSocket),
    handOver: (event) => handOver(watcherFolders(env).map(socketIn), event),
  };
}

interface Given {
  readonly adapter: Tools['adapter'] | undefined;
  readonly observe?: Tools['observe'];
  readonly listen?: Tools['listen'];
}

/** What only some sessions have: an option that is not there must not be there as `undefined`. */
function given({ adapter, observe, listen }: Given): Partial<Tools> {
  return {
    ...(adapter === undefined ? {} : { adapter }),
    ...(observe === undefined ? {} : { observe }),
    ...(listen === undefined ? {} : { listen }),
  };
}

/** Opens what a command works with. Connects to nothing yet. */
export function openSession(options: SessionOptions): Session {
  const { config, env, clock, random, log, host, adapter, observe, listen, actor } = options;
  const { cluster } = config;
  const cache = createBootCache(openFolder(runtimeFolder(env), log), 'identity');
  const tools: Tools = { clock, random, cache, host, ...given({ adapter, observe, listen }) };
  const collected = config.alerts === undefined ? noCollectedAlarms : collectAlarms(clock.wall);
  const { alarms = collected } = options;
  const journal = heardBy(alarms, journalOf({ ...options, cluster, who: actor }));
  const connections = createConnections((name) => connectTo(name, options, tools));
  return {
    ...options,
    ...openHostState(options),
    ...connections,
    alarms,
    metrics: options.metrics ?? noMetrics,
    recheck: createRecheck(clock),
    triggers:
      options.triggers ??
      createTriggerSet({ clock, random, host, log, env, ...given({ adapter }) }),
    journal,
    close() {
      connections.close();
      journal.flush();
    },
  };
}

type JournalOptions = Surroundings &
  Pick<Session, 'clock'> & {
    readonly cluster?: string | undefined;
    readonly who?: (() => Actor) | undefined;
    readonly writesBeside?: boolean;
  };

/** The journal of this host; nothing is read or made before it is needed. */
export function journalOf({
  env,
  host,
  clock,
  log,
  cluster,
  who,
  writesBeside = false,
}: JournalOptions): ReadableJournal {
  const state = stateFolder(env);
  const path = state === undefined ? undefined : join(state, 'journal.jsonl');
  const run = `${host.start.ticks}-${host.start.pid}`;
  return openJournal({
    path,
    run,
    cluster,
    who,
    now: clock.wall,
    after: (ms, begin) => clock.after(ms, begin),
    writesBeside,
    log,
  });
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
