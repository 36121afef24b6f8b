import { createDigitalocean } from './digitalocean/digitalocean.ts';
import type { State } from './digitalocean/state.ts';
import { interrupt, latencyOf, spoil } from './endings.ts';
import type { CloudRequest, Effect } from './exchange.ts';
import { createFaultBook } from './faults.ts';
import type { FaultBook } from './faults.ts';
import { createRecorder } from './received.ts';
import type { Recorder } from './received.ts';
import type { Account } from './tencent/account.ts';
import { namedAction } from './tencent/request.ts';
import { createTencent } from './tencent/tencent.ts';
import type { Topology } from './topology.ts';

/** The embedded cloud without its sockets: requests in, effects out, and time passed in. */
export interface Cloud {
  answer(request: CloudRequest): Effect;
  readonly digitalocean: State;
  readonly tencent: Account;
  readonly faults: FaultBook;
  readonly received: Recorder;
}

export interface CloudOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createCloud(topology: Topology, { now }: CloudOptions): Cloud {
  const faults = createFaultBook();
  const received = createRecorder();
  const digitalocean = createDigitalocean(topology.digitalocean, now);
  const tencent = createTencent(topology.tencent, { now, faults });
  return {
    digitalocean: digitalocean.state,
    tencent: tencent.account,
    faults,
    received,
    answer(request) {
      const vendor = request.service.startsWith('tencent-') ? tencent : digitalocean;
      vendor.settle();
      const met = faults.meet({ ...request, action: namedAction(request) });
      const ending = interrupt(met, request.service) ?? spoil(met, vendor.answer(request, met));
      // A move that takes no time is done before anybody can ask for it.
      vendor.settle();
      const effect: Effect = { latencyMs: latencyOf(met), ending };
      received.record(request, effect, now());
      return effect;
    },
  };
}
