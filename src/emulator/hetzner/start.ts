import type { Running, StartOptions } from '../emulated-cloud.ts';
import { createApi } from './api.ts';
import { createLimits } from './limits.ts';
import { answerMetadata } from './metadata.ts';
import { services } from './services.ts';
import { State } from './state.ts';
import type { HetznerSection } from './topology.ts';

export function start(
  { tokens, limits, actionMs, servers, floatingIps }: HetznerSection,
  { now }: StartOptions,
): Running<State> {
  const state = new State({
    servers,
    floatingIps: floatingIps.map(({ server = null, ...rest }) => ({ ...rest, server })),
    now,
  });
  const api = createApi({
    state,
    tokens: new Map(tokens.map(({ token, permission }) => [token, permission])),
    limits: createLimits(limits.perHour),
    actionMs,
  });
  return {
    state,
    settle: () => state.settle(),
    answer: (request, met) =>
      request.service === services.metadata
        ? answerMetadata(request, state)
        : api.answer(request, met),
  };
}
