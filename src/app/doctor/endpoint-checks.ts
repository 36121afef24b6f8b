import { isIP } from 'node:net';

import { errnoOf } from '../../lib/files/errno.ts';
import { createHttp } from '../../lib/http/http.ts';
import { withoutSecrets } from '../../lib/secret.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { asFailure, isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import type { Examination } from './examination.ts';
import type { ForEachCloud } from './one-cloud.ts';
import type { Surroundings } from './surroundings.ts';

/** The way to the API and to the metadata service: names, certificate, time, proxy. */
export function endpointChecks(
  each: ForEachCloud,
  surroundings: Surroundings,
): readonly Examination[] {
  return [
    each(['dns.api'], async ({ connection }, find) => {
      find(await anyResolved(connection.places.api, surroundings));
    }),
    each(['dns.metadata'], async ({ connection }, find) => {
      const { metadata } = connection.places;
      find(
        metadata === undefined
          ? skipped('dns.metadata', 'There is no such service')
          : await resolved('dns.metadata', metadata, surroundings),
      );
    }),
    each(['tls.certificate'], async ({ connection, signal }, find) => {
      if (connection.places.api.length === 0) return;
      const url = await firstKnown(connection.places.api, surroundings);
      if (url.protocol === 'https:') find(await certificate(url, surroundings, signal));
    }),
    each(['api.round-trip', 'clock.skew'], async ({ connection, session, signal }, find) => {
      if (connection.places.api.length === 0) return;
      const url = await firstKnown(connection.places.api, surroundings);
      const { requestMs } = session.config.timing;
      for (const check of await roundTrip(url, { surroundings, requestMs, signal })) find(check);
    }),
    { ids: ['proxy.same'], run: (_, find) => find(proxy(surroundings)) },
  ];
}

/** One of several is enough: the next one is tried where a name cannot be resolved. */
async function anyResolved(urls: readonly string[], surroundings: Surroundings): Promise<Check> {
  const checks: Check[] = [];
  for (const url of urls) {
    const check = await resolved('dns.api', url, surroundings);
    if (check.status === 'ok') return check;
    checks.push(check);
  }
  const [first] = checks;
  return first ?? passed('dns.api', 'There is no name to resolve');
}

async function resolved(
  id: 'dns.api' | 'dns.metadata',
  url: string,
  { facts }: Surroundings,
): Promise<Check> {
  const host = new URL(url).hostname.replaceAll(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return passed(id, `${host} needs no name server`);
  try {
    const ips = await facts.lookup(host);
    return passed(id, `${host} is ${ips.slice(0, 3).join(', ')}`);
  } catch (error) {
    return checked(id, 'fail', {
      detail: `${host} cannot be resolved: ${errnoOf(error)}`,
      fix: `Check the name servers in /etc/resolv.conf, and see with: getent hosts ${host}`,
    });
  }
}

async function firstKnown(urls: readonly string[], { facts }: Surroundings): Promise<URL> {
  const all = urls.map((url) => new URL(url));
  for (const url of all) {
    try {
      if (isIP(url.hostname) === 0) await facts.lookup(url.hostname);
      return url;
    } catch {
      // The next one may be known here.
    }
  }
  return all[0] ?? new URL('http://localhost');
}

const soonMs = 14 * 24 * 3600 * 1000;

async function certificate(
  url: URL,
  { facts, io: { clock } }: Surroundings,
  signal: AbortSignal,
): Promise<Check> {
  try {
    const { subject, issuer, endsAt, distrust } = await facts.certificateOf(url, signal);
    const end = new Date(endsAt).toISOString().slice(0, 10);
    const shown = `${url.hostname} shows one for ${subject}, by ${issuer}, until ${end}`;
    if (distrust !== undefined) {
      return checked('tls.certificate', 'fail', {
        detail: `${shown}, which is not trusted: ${distrust}`,
        fix: 'See who stands in between, set the clock, or give Node the CA: NODE_EXTRA_CA_CERTS=/path/to/ca.pem, for hooks as well',
      });
    }
    if (endsAt - clock.wall() > soonMs) return passed('tls.certificate', shown);
    const fix = 'Have it renewed: for one of your own, by whoever runs that endpoint';
    return checked('tls.certificate', 'warn', { detail: `${shown}, which is soon`, fix });
  } catch (error) {
    if (isFailure(error)) throw error;
    return checked('tls.certificate', 'warn', {
      detail: `${url.host} shows none: ${errnoOf(error)}`,
      fix: `See what answers: openssl s_client -connect ${url.hostname}:${url.port || 443}`,
    });
  }
}

interface Trip {
  readonly surroundings: Surroundings;
  readonly requestMs: number;
  readonly signal: AbortSignal;
}

/** The cloud's clock is in every answer, whatever the answer is. */
async function roundTrip(
  { origin, host }: URL,
  { surroundings, requestMs, signal }: Trip,
): Promise<readonly Check[]> {
  const { io } = surroundings;
  const { clock, adapter } = io;
  const http = createHttp({
    clock,
    proxy: 'environment',
    ...(adapter === undefined ? {} : { adapter }),
  });
  try {
    const from = clock.now();
    const url = `${origin}/`;
    const reply = await http
      .send({ method: 'GET', url, timeoutMs: requestMs, signal })
      .catch(asFailure);
    if (isFailure(reply)) return [unreachable(host, reply)];
    const ms = Math.round(clock.now() - from);
    return [tripOf(host, ms, requestMs), ...skewOf(reply.headers['date'], clock.wall())];
  } finally {
    http.close();
  }
}

function unreachable(host: string, { message: detail, hint }: Failure): Check {
  const fix = hint ?? `See what is in the way: curl -sv https://${host}/ -o /dev/null`;
  return checked('api.round-trip', 'fail', { detail, fix });
}

function tripOf(host: string, ms: number, requestMs: number): Check {
  const detail = `${host} answered in ${ms} ms`;
  if (ms * 3 < requestMs) return passed('api.round-trip', detail);
  return checked('api.round-trip', 'warn', {
    detail: `${detail}, and a request may take ${requestMs} ms`,
    fix: 'Give timing.request three times that in the config, and see what is slow on the way',
  });
}

/** Signatures are refused beyond 5 minutes; the order of events on other hosts is hard to tell beyond seconds. */
const [oddMs, wrongMs] = [30_000, 240_000];

function skewOf(date: string | undefined, wallMs: number): readonly Check[] {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return [];
  const apartMs = Math.abs(theirs - wallMs);
  const seconds = Math.round(apartMs / 1000);
  if (apartMs < oddMs)
    return [passed('clock.skew', `It is within ${Math.max(1, seconds)} s of the cloud's`)];
  return [
    checked('clock.skew', apartMs < wrongMs ? 'warn' : 'fail', {
      detail: `This host's clock is ${seconds} s ${theirs > wallMs ? 'behind' : 'ahead of'} the cloud's, which may refuse signatures and certificates`,
      fix: 'Set it by NTP: timedatectl set-ntp true',
    }),
  ];
}

const variables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'] as const;

/** A hook has the environment of keepalived, not that of this shell. */
function proxy({ io: { env }, keepalived: { process } }: Surroundings): Check {
  const own = proxyIn(env);
  const theirs = process?.environment === undefined ? undefined : proxyIn(process.environment);
  if (process?.environment === undefined || own === theirs) {
    return passed(
      'proxy.same',
      own === undefined ? 'None is set' : `All go by ${withoutSecrets(own)}`,
    );
  }
  return checked('proxy.same', 'warn', {
    detail: `This shell goes by ${named(own)}, and hooks of keepalived by ${named(theirs)}`,
    fix: 'Set https_proxy in the unit of keepalived as well (systemctl edit keepalived), or unset it here',
  });
}

function named(proxyUrl: string | undefined): string {
  return proxyUrl === undefined ? 'no proxy' : withoutSecrets(proxyUrl);
}

function proxyIn(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return variables.map((name) => env[name]).find((value) => value !== undefined && value !== '');
}
