import { createGatekeeper } from './digitalocean/access.ts';
import { createApi } from './digitalocean/api.ts';
import type { Api } from './digitalocean/api.ts';
import { answerMetadata } from './digitalocean/metadata.ts';
import { State } from './digitalocean/state.ts';
import type { Fate } from './digitalocean/state.ts';
import type { CloudReply, CloudRequest, Effect } from './exchange.ts';
import { createFaultBook } from './faults.ts';
import type { Fault, FaultBook } from './faults.ts';
import { createRecorder } from './received.ts';
import type { Recorder } from './received.ts';
import type { Topology } from './topology.ts';

/** The embedded cloud without its sockets: requests in, effects out, and time passed in. */
export interface Cloud {
  answer(request: CloudRequest): Effect;
  readonly digitalocean: State;
  readonly faults: FaultBook;
  readonly received: Recorder;
}

export interface CloudOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createCloud(topology: Topology, { now }: CloudOptions): Cloud {
  const { tokens, limits, actionMs, metadata, droplets, reservedIps } = topology.digitalocean;
  const state = new State({
    droplets,
    reservedIps: reservedIps.map(({ ip, region, droplet = null }) => ({ ip, region, droplet })),
    now,
  });
  const api = createApi({ state, gatekeeper: createGatekeeper(tokens, limits) });
  const faults = createFaultBook();
  const received = createRecorder();

  const reply = (request: CloudRequest, met: readonly Fault[]): CloudReply =>
    request.service === 'digitalocean-metadata'
      ? answerMetadata(request, { state, lagMs: metadata.lagMs })
      : answerApi(api, request, { met, actionMs });

  return {
    digitalocean: state,
    faults,
    received,
    answer(request) {
      state.settle();
      const met = faults.meet(request);
      const latencyMs = met.reduce(
        (sum, fault) => sum + (fault.type === 'latency' ? fault.ms : 0),
        0,
      );
      const ending = interrupt(met) ?? spoil(met, reply(request, met));
      // A move that takes no time is done before anybody can ask for it.
      state.settle();
      const effect: Effect = { latencyMs, ending };
      received.record(request, effect, now());
      return effect;
    },
  };
}

function answerApi(
  api: Api,
  request: CloudRequest,
  { met, actionMs }: { met: readonly Fault[]; actionMs: number },
): CloudReply {
  const planned = met.find((fault) => fault.type === 'action');
  const fate: Fate = {
    ends: planned?.ends ?? 'completed',
    shows: planned?.shows ?? 'properly',
    ms: planned?.ms ?? actionMs,
  };
  return api.answer(request, fate);
}

/** The ending of a request that never gets to the cloud proper. */
function interrupt(met: readonly Fault[]): Effect['ending'] | undefined {
  for (const fault of met) {
    if (fault.type === 'reset' || fault.type === 'hang') return { type: fault.type };
    if (fault.type === 'status') {
      const { status, headers = {}, body = '' } = fault;
      return { type: 'reply', reply: { status, headers, body } };
    }
    if (fault.type === 'html') return { type: 'reply', reply: errorPage(fault.status ?? 502) };
  }
  return undefined;
}

/** The ending of a request that the cloud has carried out. */
function spoil(met: readonly Fault[], reply: CloudReply): Effect['ending'] {
  if (met.some((fault) => fault.type === 'lost')) return { type: 'reset' };
  if (met.some((fault) => fault.type === 'truncate')) return { type: 'truncate', reply };
  return { type: 'reply', reply };
}

function errorPage(status: number): CloudReply {
  const body = `<html><head><title>${status}</title></head><body>Bad Gateway</body></html>`;
  return { status, headers: { 'content-type': 'text/html' }, body };
}
