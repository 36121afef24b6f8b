import type { Running, StartOptions } from '../emulated-cloud.ts';
import { fateOf } from '../fate.ts';
import { createGatekeeper } from './access.ts';
import { createApi } from './api.ts';
import { answerMetadata } from './metadata.ts';
import { services } from './services.ts';
import { State } from './state.ts';
import type { DigitaloceanSection } from './topology.ts';

export function start(
  { tokens, limits, actionMs, metadata, droplets, reservedIps }: DigitaloceanSection,
  { now }: StartOptions,
): Running<State> {
  const state = new State({
    droplets,
    reservedIps: reservedIps.map(({ ip, region, droplet = null }) => ({ ip, region, droplet })),
    now,
  });
  const api = createApi({ state, gatekeeper: createGatekeeper(tokens, limits) });
  return {
    state,
    settle: () => state.settle(),
    answer: (request, met) =>
      request.service === services.metadata
        ? answerMetadata(request, { state, lagMs: metadata.lagMs })
        : api.answer(request, fateOf(met, actionMs)),
  };
}
