import type { BootCache } from '../lib/files/boot-cache.ts';
import type { Http } from '../lib/http/http.ts';
import { isRecord } from '../lib/json.ts';
import { waitedFor } from '../lib/time/cut-short.ts';
import { retry } from '../lib/time/retry.ts';
import type { Clock, Random } from '../ports/clock.ts';
import { Failure, isFailure } from '../ports/failure.ts';
import type { Identity, Introduction, Patience, Self } from '../ports/identity.ts';

/** Asks the metadata service for a path. */
export type Get = (path: string) => Promise<{ readonly status: number; readonly body: string }>;

export interface MetadataIdentityOptions {
  readonly provider: string;
  /** Base URL of the metadata service, without a path. */
  readonly metadata: string;
  /** A client that uses no proxy. */
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly cache: BootCache;
  /** What the cloud calls a node. */
  readonly nodeWord: string;
  /** Whether a text is the id of a node as this cloud spells it. */
  readonly isNodeId: (text: string) => boolean;
  /** Whether a text is a region as this cloud spells it. */
  readonly isRegion: (text: string) => boolean;
  /** Asks this cloud's questions. Throws `transport` for an answer that makes no sense. */
  readonly ask: (get: Get) => Promise<Introduction>;
}

const requestMs = 2000;
/** With an identity at hand the service is only asked for a hint, so nobody waits long. */
const requestWithCacheMs = 250;
const briefAttempts = 4;

/**
 * Identity from a metadata service. The service is asked every time, because it also says which
 * addresses it believes to be here; where it is slow or silent, the identity that it gave earlier
 * in this boot serves.
 */
export function createMetadataIdentity(options: MetadataIdentityOptions): Identity {
  const { cache, metadata, provider } = options;
  const cacheKey = `${provider} ${metadata}`;
  return {
    async introduce(signal, patience = 'brief') {
      const known = selfOf(options, cache.get(cacheKey));
      const cached = patience === 'now' ? undefined : known;
      const from = options.clock.now();
      try {
        const timeoutMs = cached === undefined ? requestMs : requestWithCacheMs;
        const attempts = cached === undefined ? attemptsFor(patience) : 1;
        const introduction = await askPatiently(options, { timeoutMs, attempts }, signal);
        const { self } = introduction;
        if (self.node !== known?.node || self.region !== known.region) cache.set(cacheKey, self);
        return introduction;
      } catch (error) {
        if (signal.aborted) throw cutShort(options, signal.reason, { from, patience });
        if (cached !== undefined) return { self: cached, listedIps: [] };
        throw unanswered(options, error);
      }
    },
  };
}

function attemptsFor(patience: Patience): number {
  return patience === 'lasting' ? Number.POSITIVE_INFINITY : briefAttempts;
}

/** What was remembered may be somebody else's writing, or that of a version that believed more. */
function selfOf(
  { provider, isNodeId, isRegion }: MetadataIdentityOptions,
  value: unknown,
): Self | undefined {
  if (!isRecord(value)) return undefined;
  const { node, region } = value;
  if (typeof node !== 'string' || !isNodeId(node)) return undefined;
  if (typeof region !== 'string' || !isRegion(region)) return undefined;
  return { provider, node, region };
}

async function askPatiently(
  { http, clock, random, metadata, ask }: MetadataIdentityOptions,
  { timeoutMs, attempts }: { timeoutMs: number; attempts: number },
  signal: AbortSignal,
): Promise<Introduction> {
  const get: Get = (path) =>
    http.send({ method: 'GET', url: `${metadata}${path}`, timeoutMs, signal });
  return await retry(() => ask(get), { clock, random, signal, attempts });
}

function unanswered({ metadata, nodeWord }: MetadataIdentityOptions, error: unknown): unknown {
  if (!isFailure(error, 'transport')) return error;
  return new Failure('config', `No metadata of a ${nodeWord} from ${metadata}: ${error.message}`, {
    hint: isUnnamed(error) ? nameServers(nodeWord) : nameTheNode(nodeWord),
    cause: error,
  });
}

/** A deadline says what was waited for. Whoever has patience is no operator, and names no node. */
function cutShort(
  { clock, metadata, nodeWord }: MetadataIdentityOptions,
  reason: unknown,
  { from, patience }: { readonly from: number; readonly patience: Patience },
): unknown {
  if (!isFailure(reason, 'deadline')) return reason;
  const seconds = ((clock.now() - from) / 1000).toFixed(1);
  const why = waitedFor(reason);
  const because = why === undefined ? '' : `: ${why.message}`;
  const message = `No metadata of a ${nodeWord} came from ${metadata} in ${seconds} s${because}`;
  const self =
    patience === 'lasting' ? `Try it on this host: curl -m 2 ${metadata}` : nameTheNode(nodeWord);
  const hint = isUnnamed(why) ? nameServers(nodeWord) : self;
  return new Failure('deadline', message, { hint, cause: reason });
}

/** Whether the name of the service could not be resolved: that says nothing of where this is. */
function isUnnamed(error: unknown): boolean {
  return isFailure(error) && /no name server answered|there is no such name/.test(error.message);
}

function nameServers(nodeWord: string): string {
  return `Check the name servers in /etc/resolv.conf, or name the ${nodeWord} with --to, or --from to release`;
}

/** What takes an address from a node calls that option otherwise. */
function nameTheNode(nodeWord: string): string {
  return `Run floatip on the ${nodeWord} itself, or name the ${nodeWord} with --to, or --from to release`;
}
