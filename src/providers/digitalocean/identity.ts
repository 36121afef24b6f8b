import { safeParse } from 'valibot';

import type { BootCache } from '../../lib/boot-cache.ts';
import type { Http } from '../../lib/http.ts';
import { isRecord, parseJson } from '../../lib/json.ts';
import { retry } from '../../lib/retry.ts';
import type { Clock, Random } from '../../ports/clock.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Identity, Introduction, Patience, Self } from '../../ports/identity.ts';
import { metadata } from './schema.ts';
import type { Metadata } from './schema.ts';

export interface IdentityOptions {
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  /** A client that uses no proxy. */
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly cache: BootCache;
}

const requestMs = 2000;
/** With an identity at hand the service is only asked for a hint, so nobody waits long. */
const requestWithCacheMs = 250;
const briefAttempts = 4;

/**
 * Identity from the Droplet metadata service. The service is asked every time, because it also
 * says which addresses it believes to be here; where it is slow or silent, the identity that it
 * gave earlier in this boot serves.
 */
export function createIdentity(options: IdentityOptions): Identity {
  const { cache, metadata: base } = options;
  const cacheKey = `digitalocean ${base}`;
  return {
    async introduce(signal, patience = 'brief') {
      const cached = selfOf(cache.get(cacheKey));
      try {
        const timeoutMs = cached === undefined ? requestMs : requestWithCacheMs;
        const attempts = cached === undefined ? attemptsFor(patience) : 1;
        const introduction = await askPatiently(options, { timeoutMs, attempts }, signal);
        if (introduction.self.node !== cached?.node) cache.set(cacheKey, introduction.self);
        return introduction;
      } catch (error) {
        signal.throwIfAborted();
        if (cached !== undefined) return { self: cached, listedIps: [] };
        throw unanswered(base, error);
      }
    },
  };
}

function attemptsFor(patience: Patience): number {
  return patience === 'brief' ? briefAttempts : Number.POSITIVE_INFINITY;
}

function selfOf(value: unknown): Self | undefined {
  if (!isRecord(value)) return undefined;
  const { node, region } = value;
  if (typeof node !== 'string' || typeof region !== 'string') return undefined;
  return { provider: 'digitalocean', node, region };
}

function unanswered(base: string, error: unknown): unknown {
  if (!isFailure(error, 'transport')) return error;
  return new Failure('config', `No metadata of a Droplet from ${base}: ${error.message}`, {
    hint: 'Run floatip on the Droplet itself, or name the Droplet with --to',
    cause: error,
  });
}

type Get = (path: string) => Promise<{ readonly status: number; readonly body: string }>;

async function askPatiently(
  { http, clock, random, metadata: base }: IdentityOptions,
  { timeoutMs, attempts }: { timeoutMs: number; attempts: number },
  signal: AbortSignal,
): Promise<Introduction> {
  const get: Get = (path) => http.send({ method: 'GET', url: `${base}${path}`, timeoutMs, signal });
  return await retry(() => ask(get), { clock, random, signal, attempts });
}

async function ask(get: Get): Promise<Introduction> {
  const reply = await get('/metadata/v1.json');
  if (reply.status === 404) return await askLineByLine(get);
  const parsed = safeParse(metadata, reply.status === 200 ? parseJson(reply.body) : undefined);
  if (parsed.success) return introductionOf(parsed.output);
  throw new Failure('transport', `it answered ${reply.status} with something else than metadata`);
}

function introductionOf(document: Metadata): Introduction {
  const { droplet_id: node, region, interfaces } = document;
  const self: Self = { provider: 'digitalocean', node, region };
  const listedIps = listedBy(document);
  const anchor = interfaces?.public?.[0]?.anchor_ipv4?.ip_address ?? undefined;
  return { self, listedIps, ...(anchor === undefined ? {} : { anchor }) };
}

/** `active` is about the Droplet; which address it is stands beside it. */
function listedBy({ reserved_ip: reserved, floating_ip: floating }: Metadata): readonly string[] {
  const listed: string[] = [];
  for (const entry of [reserved?.ipv4, reserved?.ipv6, floating?.ipv4]) {
    const ip = entry?.active === true ? entry.ip_address : undefined;
    if (typeof ip === 'string') listed.push(ip);
  }
  return listed;
}

/** The same in plain text, for a metadata service without the JSON document. */
async function askLineByLine(get: Get): Promise<Introduction> {
  const line = async (path: string): Promise<string> => {
    const { status, body } = await get(`/metadata/v1/${path}`);
    return status === 200 ? body.trim() : '';
  };
  const [node = '', region = '', ...listed] = await Promise.all(
    ['id', 'region', 'reserved_ip/ipv4/ip_address', 'reserved_ip/ipv6/ip_address'].map(line),
  );
  if (node === '' || region === '') throw new Failure('transport', 'it says neither id nor region');
  const self: Self = { provider: 'digitalocean', node, region };
  return { self, listedIps: listed.filter((ip) => ip !== '') };
}
