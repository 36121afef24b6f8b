import { interrupt, latencyOf, spoil } from './endings.ts';
import type { CloudRequest, Effect } from './exchange.ts';
import { createFaultBook } from './faults.ts';
import type { FaultBook } from './faults.ts';
import { createRecorder } from './received.ts';
import type { Recorder } from './received.ts';
import { cloudEntries, isServiceOf, startAll, statesOf } from './registry.ts';
import type { States } from './registry.ts';
import type { Topology } from './topology.ts';

/** The embedded clouds without their sockets: requests in, effects out, and time passed in. */
export interface Cloud extends States {
  answer(request: CloudRequest): Effect;
  readonly faults: FaultBook;
  readonly received: Recorder;
}

export interface CloudOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createCloud(topology: Topology, { now }: CloudOptions): Cloud {
  const faults = createFaultBook();
  const received = createRecorder({
    secretHeaders: cloudEntries.flatMap(([, { secrets }]) => secrets.headers),
    secretParameters: cloudEntries.flatMap(([, { secrets }]) => secrets.parameters),
    secretBodies: cloudEntries.flatMap(([, { secrets }]) => secrets.bodies ?? []),
  });
  const clouds = startAll(topology, { now, faults });
  return {
    ...statesOf(clouds),
    faults,
    received,
    answer(request) {
      const asked = cloudEntries.find(([, cloud]) => isServiceOf(cloud, request.service));
      if (asked === undefined) throw new Error(`There is no service ${request.service}`);
      const [name, cloud] = asked;
      const running = clouds[name];
      const isOfApi = request.service === cloud.services.api;
      running.settle();
      const met = faults.meet({ ...request, action: cloud.actionIn?.(request) });
      const ending =
        interrupt(met, isOfApi ? cloud.usualReply : undefined) ??
        spoil(met, running.answer(request, met));
      // A move that takes no time is done before anybody can ask for it.
      running.settle();
      const effect: Effect = { latencyMs: latencyOf(met), ending };
      received.record(request, effect, now());
      return effect;
    },
  };
}
