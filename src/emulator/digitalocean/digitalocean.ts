import { fateOf } from '../fate.ts';
import type { Vendor } from '../vendor.ts';
import { createGatekeeper } from './access.ts';
import { createApi } from './api.ts';
import { answerMetadata } from './metadata.ts';
import { State } from './state.ts';
import type { DigitaloceanSection } from './topology.ts';

export interface Digitalocean extends Vendor {
  readonly state: State;
}

export function createDigitalocean(
  { tokens, limits, actionMs, metadata, droplets, reservedIps }: DigitaloceanSection,
  now: () => number,
): Digitalocean {
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
      request.service === 'digitalocean-metadata'
        ? answerMetadata(request, { state, lagMs: metadata.lagMs })
        : api.answer(request, fateOf(met, actionMs)),
  };
}
