import type { Running, StartOptions } from '../emulated-cloud.ts';
import { interrupt, latencyOf } from '../endings.ts';
import { createApi } from './api.ts';
import { answerMetadata } from './metadata.ts';
import { announcementService, services } from './services.ts';
import { State } from './state.ts';
import type { Carriage, Port, VipPort } from './state.ts';
import type { OpenstackSection } from './topology.ts';

export function start(section: OpenstackSection, { now, faults }: StartOptions): Running<State> {
  const carry = (vip: VipPort, from: Port): Carriage => {
    const met = faults.meet({
      service: announcementService,
      method: 'ANNOUNCE',
      path: `/${vip.id}`,
      node: from.device === '' ? undefined : from.device,
    });
    return { heard: interrupt(met) === undefined, lateMs: latencyOf(met) };
  };
  const state = new State({ section, now, carry });
  const api = createApi(state);
  return {
    state,
    settle: () => state.settle(),
    answer: (request, met) =>
      request.service === services.metadata
        ? answerMetadata(request, state)
        : api.answer(request, met),
  };
}
