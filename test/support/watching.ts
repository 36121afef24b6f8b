import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AxiosError } from 'axios';
import type { InternalAxiosRequestConfig } from 'axios';
import { onTestFinished } from 'vitest';

import './preload.ts';
import type { Io } from '../../src/app/io.ts';
import { openSession } from '../../src/app/session.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { EventState, EventOrder } from '../../src/core/vrrp.ts';
import type { Received } from '../../src/emulator/received.ts';
import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { noMetrics } from '../../src/ports/metrics.ts';
import type { Metrics } from '../../src/ports/metrics.ts';
import { noChanges } from '../../src/watch/changes.ts';
import type { Changes } from '../../src/watch/changes.ts';
import { startReloadableWatcher } from '../../src/watch/reloadable-watcher.ts';
import type { ReloadableWatcher } from '../../src/watch/reloadable-watcher.ts';
import { createRequestBudget } from '../../src/watch/request-budget.ts';
import { allClouds } from './clouds.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeHost } from './fake-host.ts';
import { startInProcessCloud } from './in-process-cloud.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { temporaryFile, temporaryFolder } from './temporary.ts';
import { secretId, secretKey, token } from './token.ts';

/** A watcher in this process, on a cloud and a clock of the test's own. */
export interface Watching {
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  readonly reloadable: ReloadableWatcher;
  /** The world of its process. */
  readonly io: Pick<Io, 'env' | 'clock' | 'clouds' | 'random' | 'host' | 'adapter'>;
  /** What is on the interfaces. */
  readonly ips: Set<string>;
  /** How often all of that was looked at. */
  looks(): number;
  /** The lines of its journal. */
  journal(): readonly string[];
  /** What it logged: the messages, errors and warnings with their level. */
  readonly logged: string[];
  readonly bugs: unknown[];
  /** How many passes have ended. */
  passes(): number;
  /** Without an order, as the latest event. */
  hear(state: EventState, name?: string, order?: EventOrder): void;
  /** Whether names of hosts can be resolved. */
  dns: boolean;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
}

export interface WatchingOptions {
  readonly config: string;
  readonly topology?: string;
  readonly node?: string;
  /** The same host in Tencent Cloud, where it is part of both. */
  readonly instance?: string;
  readonly metrics?: Metrics;
  readonly changes?: Changes;
  readonly maxWaitMs?: number;
  readonly runtimeFolder?: string;
  /** What is asked of other servers than the cloud: nothing where it is of the cloud. */
  readonly others?: (clock: FakeClock) => OtherServers;
}

type OtherServers = (...request: Parameters<HttpAdapter>) => ReturnType<HttpAdapter> | undefined;

export async function startWatching(options: WatchingOptions): Promise<Watching> {
  const { config: text, topology, node = '222', instance = node, metrics = noMetrics } = options;
  const { maxWaitMs = 60_000, runtimeFolder = temporaryFolder(), changes = noChanges } = options;
  const stateFolder = temporaryFolder();
  const clock = new FakeClock();
  const others = options.others?.(clock) ?? (() => undefined);
  const world = startInProcessCloud(clock, topology);
  const ips = new Set<string>();
  let looks = 0;
  const lookAtIps = (): ReadonlySet<string> => {
    looks += 1;
    return new Set(ips);
  };
  const host = { ...fakeHost({ ticks: 1000, pid: 1 }, { ips }), ips: lookAtIps };
  const env = {
    DO_TOKEN: token,
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    FLOATIP_DIGITALOCEAN_ENDPOINT: world.endpoint,
    FLOATIP_DIGITALOCEAN_METADATA: world.metadata(node),
    FLOATIP_TENCENT_ENDPOINT: world.tencent,
    FLOATIP_TENCENT_METADATA: world.metadata(instance),
    FLOATIP_RUNTIME_DIR: runtimeFolder,
    FLOATIP_STATE_DIR: stateFolder,
  };
  const logged: string[] = [];
  const bugs: unknown[] = [];
  let passes = 0;
  const at = (level: string) => (_fields: object, message: string) =>
    void logged.push(`${level}${message}`);
  const log = { error: at('error: '), warn: at('warn: '), info: at(''), debug: () => undefined };
  const budget = createRequestBudget(clock);
  const clouds = allClouds();
  const config = await loadConfig({ path: temporaryFile('config.yaml', text), env, clouds });
  const reloadable = startReloadableWatcher({
    config,
    metrics,
    budget,
    changes,
    maxWaitMs,
    onPass: () => (passes += 1),
    onBug: (error) => bugs.push(error),
    openSession: (current, signal) =>
      openSession({
        clouds,
        config: current,
        env,
        clock,
        random: () => 0.5,
        host,
        log,
        signal,
        startedAt: clock.now(),
        metrics,
        adapter: (request, attempt) =>
          others(request, attempt) ??
          (watching.dns ? world.adapter(request, attempt) : unresolved(request)),
        observe: (cloud, { headers }) => void budget.note(cloud, headers),
      }),
  });
  onTestFinished(() => clock.run(reloadable.end()));
  const watching: Watching = {
    dns: true,
    clock,
    world,
    reloadable,
    io: { env, clock, clouds, random: () => 0.5, host, adapter: world.adapter },
    ips,
    looks: () => looks,
    logged,
    bugs,
    passes: () => passes,
    journal: () => readFileSync(join(stateFolder, 'journal.jsonl'), 'utf8').trimEnd().split('\n'),
    hear(state, name = 'VI_1', order = host.orderNow()) {
      reloadable.watcher.hear({
        scope: 'INSTANCE',
        name,
        state,
        priority: 200,
        order,
      });
    },
    pass: (ms) => clock.run(new Promise<void>((resolve) => clock.after(ms, resolve))),
  };
  return watching;
}

function unresolved(request: InternalAxiosRequestConfig): Promise<never> {
  return Promise.reject(new AxiosError('getaddrinfo EAI_AGAIN', 'EAI_AGAIN', request));
}

/** The address that the tests watch, and the API that it belongs to. */
export const ip = '203.0.113.10';
export const api = { service: 'digitalocean-api' } as const;
export const twoAddresses = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip}, follow: VI_1 }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10', follow: VI_2 }
`;

export function apiRequests({ world }: Watching): readonly Received[] {
  return world.cloud.received.list().filter(({ service }) => service.endsWith('-api'));
}

export function posts(watching: Watching): readonly Received[] {
  return apiRequests(watching).filter(({ method }) => method === 'POST');
}

export function holder({ world }: Watching): number | null | undefined {
  world.cloud.digitalocean.settle();
  return world.cloud.digitalocean.reservedIps.get(ip)?.droplet;
}

export function place({ world }: Watching, droplet: number | null): void {
  const reserved = world.cloud.digitalocean.reservedIps.get(ip);
  if (reserved !== undefined) world.cloud.digitalocean.place(reserved, droplet);
}
