import { readFileSync } from 'node:fs';

import { AxiosError, AxiosHeaders } from 'axios';
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import { openSession } from '../../../src/app/session.ts';
import type { Config } from '../../../src/config/config.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { HttpAdapter } from '../../../src/lib/http/http-request.ts';
import { Failure } from '../../../src/ports/failure.ts';
import { noMetrics } from '../../../src/ports/metrics.ts';
import { startReloadableWatcher } from '../../../src/watch/reloadable-watcher.ts';
import type { ReloadableWatcher } from '../../../src/watch/reloadable-watcher.ts';
import { createRequestBudget } from '../../../src/watch/request-budget.ts';
import { allClouds } from '../../support/clouds.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { canceled, hetznerEndpoint } from '../../support/in-process-cloud.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import { noLog } from '../../support/local-state.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary.ts';
import { hcloudToken } from '../../support/token.ts';
import type { EmulatedEtcd } from '../lease/emulated-etcd.ts';
import { HostClock } from '../lease/world-clock.ts';
import type { WorldClock } from '../lease/world-clock.ts';

/** A write, of which it is to be found out what the cloud makes of it. */
export interface Noted {
  isRefused: boolean;
}

/** What a controller has around it. */
export interface Surroundings {
  readonly clock: WorldClock;
  readonly etcd: EmulatedEtcd;
  readonly cloud: InProcessCloud;
  readonly hosts: readonly number[];
  /** The IPs of the addresses. */
  readonly ips: readonly string[];
  readonly bugs: unknown[];
  isSeen(host: number, by: string): boolean;
  /** Returns what is to be told what the cloud has answered. */
  noteWrite(by: string, path: string, body: string): Noted | undefined;
}

export interface ControllerOptions {
  readonly name: string;
  readonly names: readonly string[];
  readonly world: Surroundings;
  readonly movesPerMinute: number;
}

type Request = InternalAxiosRequestConfig;

/** A host with a real watcher that is a controller of fleet web, on a network that can fail it. */
export class Controller {
  readonly name: string;
  readonly #options: ControllerOptions;
  readonly #folder = temporaryFolder();
  readonly #clouds = allClouds();
  #clock: HostClock;
  #reloadable: ReloadableWatcher | undefined;
  #pid = 0;
  #cutUntil = -Infinity;

  constructor(options: ControllerOptions) {
    this.name = options.name;
    this.#options = options;
    this.#clock = new HostClock(options.world.clock, 1);
  }

  get watcher(): ReloadableWatcher['watcher'] | undefined {
    return this.#reloadable?.watcher;
  }

  get session(): ReloadableWatcher['session'] | undefined {
    return this.#reloadable?.session;
  }

  /** The entries of its journal. */
  journal(): readonly unknown[] {
    const text = readFileSync(`${this.#folder}/state/journal.jsonl`, 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  }

  async start(): Promise<void> {
    if (this.#reloadable !== undefined) return;
    const { world } = this.#options;
    const config = await this.#config();
    const clock = new HostClock(world.clock, 1);
    this.#clock = clock;
    this.#pid += 1;
    const host = fakeHost({ ticks: 1000 * this.#pid, pid: this.#pid });
    this.#reloadable = startReloadableWatcher({
      config,
      metrics: noMetrics,
      budget: createRequestBudget(clock),
      onPass: () => undefined,
      maxWaitMs: 60_000,
      onBug: (bug) => world.bugs.push(bug),
      openSession: (current, signal) =>
        openSession({
          clouds: this.#clouds,
          config: current,
          env: this.#env,
          random: () => 0.5,
          host,
          signal,
          log: noLog,
          clock,
          startedAt: clock.now(),
          adapter: this.#adapter(clock),
        }),
    });
  }

  /** SIGKILL: no timer calls back, no answer arrives, and what is on the wire gets there. */
  kill(): void {
    this.#clock.pause(1e12, false);
    this.#reloadable = undefined;
  }

  /** It stands still for a while, and goes on. */
  pause(ms: number): void {
    this.#clock.pause(ms, false);
  }

  /** etcd and the cloud are out of its reach. */
  cut(ms: number): void {
    this.#cutUntil = this.#options.world.clock.now() + ms;
  }

  async end(): Promise<void> {
    const ending = this.#reloadable;
    this.#reloadable = undefined;
    await ending?.end();
  }

  get #env(): Readonly<Record<string, string>> {
    return {
      HCLOUD_TOKEN: hcloudToken,
      FLOATIP_HETZNER_ENDPOINT: hetznerEndpoint,
      FLOATIP_RUNTIME_DIR: `${this.#folder}/run`,
      FLOATIP_STATE_DIR: `${this.#folder}/state`,
    };
  }

  #config(): Promise<Config> {
    const { names, world, movesPerMinute } = this.#options;
    const entries = world.ips.map(
      (ip, n) =>
        `  - { name: a${n}, kind: hetzner-floating-ip, ip: ${ip}, follow: { hosts: web } }`,
    );
    const nodes = world.hosts.map((id) => `      - { node: '${id}', http: 'http://h${id}.test/' }`);
    const text = `
leases: { host: ${this.name}, etcd: { endpoints: ['http://etcd.test'], ttl: 3s } }
hosts:
  web:
    controllers: [${names.join(', ')}]
    interval: 1s
    timeout: 500ms
    movesPerMinute: ${movesPerMinute}
    nodes:
${nodes.join('\n')}
timing: { interval: 5s }
addresses:
${entries.join('\n')}
`;
    const path = temporaryFile('config.yaml', text);
    return loadConfig({ path, env: this.#env, clouds: this.#clouds });
  }

  #adapter(clock: HostClock): HttpAdapter {
    return async (request, attempt) => {
      await clock.awake();
      attempt.beforeSend(false);
      const url = new URL(`${request.baseURL ?? ''}${request.url ?? ''}`);
      const answer = this.#answer(url, request, attempt);
      const gone = new Promise<never>((_, reject) => {
        const leave = (): void => reject(canceled(request));
        request.signal?.addEventListener?.('abort', leave);
        if (request.signal?.aborted === true) leave();
      });
      return await Promise.race([answer.then((one) => this.#heard(one, clock)), gone]);
    };
  }

  async #heard<T>(answer: T, clock: HostClock): Promise<T> {
    await clock.awake();
    return answer;
  }

  async #answer(
    url: URL,
    request: Request,
    attempt: Parameters<HttpAdapter>[1],
  ): Promise<AxiosResponse> {
    const { world } = this.#options;
    const [, host] = /^h(\d+)\.test$/.exec(url.hostname) ?? [];
    if (host !== undefined) return await this.#health(Number(host), request);
    if (this.#isCut()) return await new Promise(() => undefined);
    if (url.hostname === 'etcd.test') return await this.#etcd(url.pathname, request);
    const ask = (): Promise<AxiosResponse> =>
      world.cloud.adapter(request, { ...attempt, beforeSend: () => undefined });
    if (request.method?.toUpperCase() !== 'POST') return await ask();
    const body = typeof request.data === 'string' ? request.data : '';
    return await noteRefusal(world.noteWrite(this.name, url.pathname, body), ask);
  }

  #isCut(): boolean {
    return this.#options.world.clock.now() < this.#cutUntil;
  }

  async #health(host: number, request: Request): Promise<AxiosResponse> {
    await this.#travel();
    if (this.#options.world.isSeen(host, this.name)) return reply(request, 200, '');
    throw new AxiosError('connect ECONNREFUSED', 'ECONNREFUSED', request);
  }

  async #etcd(path: string, request: Request): Promise<AxiosResponse> {
    const { etcd } = this.#options.world;
    await this.#travel();
    if (path === '/v3/watch') {
      const stream = etcd.watch();
      request.signal?.addEventListener?.('abort', () => stream.destroy());
      return reply(request, 200, stream);
    }
    try {
      const data = typeof request.data === 'string' ? request.data : '{}';
      const said = etcd.answer(path, JSON.parse(data));
      await this.#travel();
      return this.#isCut()
        ? await new Promise(() => undefined)
        : reply(request, 200, JSON.stringify(said));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return reply(request, 404, JSON.stringify({ code: 5, message: error.message }));
    }
  }

  #travel(): Promise<void> {
    return new Promise((resolve) => void this.#options.world.clock.after(1, resolve));
  }
}

/** A write comes to its answer by either way: its client may take every status for an answer. */
async function noteRefusal(
  write: Noted | undefined,
  ask: () => Promise<AxiosResponse>,
): Promise<AxiosResponse> {
  const answer = ask();
  const status = await answer.then(
    (response) => response.status,
    (error: unknown) => (error instanceof AxiosError ? error.response?.status : undefined),
  );
  if (write !== undefined && status !== undefined) write.isRefused = isRefusal(status);
  return await answer;
}

/** The cloud has understood it, and does nothing about it. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500;
}

function reply(config: Request, status: number, data: unknown): AxiosResponse {
  const response = {
    status,
    statusText: '',
    headers: new AxiosHeaders(),
    config,
    data,
    request: {},
  };
  if (config.validateStatus?.(status) ?? true) return response;
  throw new AxiosError(`Status ${status}`, 'ERR_BAD_RESPONSE', config, {}, response);
}
