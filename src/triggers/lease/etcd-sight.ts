import { createHttp } from '../../lib/http/http.ts';
import type { Http } from '../../lib/http/http.ts';
import { isRecord } from '../../lib/json.ts';
import { asFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import { EtcdGateway } from './etcd-gateway.ts';
import { numberText } from './etcd-keys.ts';
import { fsyncMsIn } from './etcd-metrics.ts';
import type { LeaseSettings } from './lease-settings.ts';

/** How a member of etcd is, as far as it can be seen from here. */
export interface MemberSight {
  readonly endpoint: string;
  /** Why it did not answer; then nothing else is known. */
  readonly failure?: Failure;
  readonly version?: string;
  /** The id of the member that it follows; nothing where there is none. */
  readonly leader?: string | undefined;
  /** What it has raised the alarm about, such as NOSPACE. */
  readonly alarms?: readonly string[];
  /** How many members the cluster has, by what it says. */
  readonly members?: number;
  /** The longest of some answers that most members had to agree upon. Milliseconds. */
  readonly roundTripMs?: number;
  /** So long, or less, its disk took for 99 of 100 writes. Milliseconds. */
  readonly fsyncMs?: number | undefined;
  /** By how much its clock is ahead of this one. Milliseconds, by the second. */
  readonly aheadMs?: number | undefined;
}

type Settings = Pick<LeaseSettings, 'endpoints' | 'tls' | 'login' | 'ttlMs' | 'prefix'>;
type Tools = Pick<TriggerTools, 'clock' | 'adapter'>;

/** Looks at each member by itself. Changes nothing. */
export async function lookAtMembers(
  settings: Settings,
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly MemberSight[]> {
  return await Promise.all(
    settings.endpoints.map(async (endpoint) => {
      try {
        return await lookAt(endpoint, { settings, tools, signal });
      } catch (error) {
        signal.throwIfAborted();
        return { endpoint, failure: asFailure(error) };
      }
    }),
  );
}

interface Looking {
  readonly settings: Settings;
  readonly tools: Tools;
  readonly signal: AbortSignal;
}

const timeoutMs = 2000;
const tries = 5;

async function lookAt(endpoint: string, looking: Looking): Promise<MemberSight> {
  const { settings, tools, signal } = looking;
  const { clock, adapter } = tools;
  const network = adapter === undefined ? {} : { adapter };
  const { tls, login } = settings;
  const gateway = new EtcdGateway({
    endpoints: [endpoint],
    tls,
    login,
    clock,
    timeoutMs,
    ...network,
  });
  const http = createHttp({ clock, proxy: 'never', tls, ...network });
  try {
    const status = await gateway.call('/v3/maintenance/status', {}, signal);
    const page = await pageOf(endpoint, { ...looking, http });
    const list = await gateway.call('/v3/cluster/member/list', {}, signal);
    const { version, leader, errors } = status;
    return {
      endpoint,
      version: typeof version === 'string' ? version : 'unknown',
      leader: numberText(leader),
      alarms: Array.isArray(errors) ? errors.map(String) : [],
      members: Array.isArray(list['members']) ? list['members'].filter(isRecord).length : 0,
      roundTripMs: await roundTripOf(gateway, looking),
      ...page,
    };
  } finally {
    gateway.close();
    http.close();
  }
}

/** By a read that is linearizable, as each turn of an election makes one. */
async function roundTripOf(
  gateway: EtcdGateway,
  { settings: { prefix }, tools: { clock }, signal }: Looking,
): Promise<number> {
  const key = Buffer.from(`${prefix}doctor`, 'utf8').toString('base64');
  let longest = 0;
  for (let left = tries; left > 0; left -= 1) {
    const from = clock.now();
    await gateway.call('/v3/kv/range', { key }, signal);
    longest = Math.max(longest, clock.now() - from);
  }
  return longest;
}

/** What only its metrics tell, which may be somewhere else. */
async function pageOf(
  endpoint: string,
  { http, tools: { clock }, signal }: Looking & { readonly http: Http },
): Promise<Pick<MemberSight, 'fsyncMs' | 'aheadMs'>> {
  const url = `${endpoint}/metrics`;
  const from = clock.wall();
  const { status, headers, body } = await http.send({ method: 'GET', url, timeoutMs, signal });
  const date = Date.parse(headers['date'] ?? '');
  const middle = (from + clock.wall()) / 2;
  return {
    fsyncMs: status === 200 ? fsyncMsIn(body) : undefined,
    // It tells whole seconds.
    aheadMs: Number.isNaN(date) ? undefined : date + 500 - middle,
  };
}
