import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import type { Effect } from '../../../src/cloud/exchange.ts';
import type { Clock, Random } from '../../../src/ports/clock.ts';
import { canceled, deliver, requestOf } from '../../support/in-process-cloud.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import type { Passage } from './passage.ts';

/** Whoever sends. The dead get no answers. */
interface Sender {
  isDead(): boolean;
  onAnswer(passage: Passage): void;
}

/** The way to the cloud and back, which takes time: what is on it no longer needs its sender. */
export interface Wire {
  send(
    config: InternalAxiosRequestConfig,
    sender: Sender,
  ): { readonly passage: Passage; readonly answer: Promise<AxiosResponse> };
}

export interface WireOptions {
  readonly world: InProcessCloud;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether some requests get stuck on the way just now. */
  readonly isTroubled: () => boolean;
}

/** Longer than a client waits for its answer: what it gave up may land after all. */
export const slowestTripMs = 8000;

export function createWire(options: WireOptions): Wire {
  return {
    send(config, sender) {
      const passage: Passage = { request: requestOf(config), sentAtMs: options.clock.now() };
      return { passage, answer: carry(passage, { config, sender, options }) };
    },
  };
}

interface Carried {
  readonly config: InternalAxiosRequestConfig;
  readonly sender: Sender;
  readonly options: WireOptions;
}

function carry(passage: Passage, { config, sender, options }: Carried): Promise<AxiosResponse> {
  const { clock, random } = options;
  const isStuck = options.isTroubled() && random() < 0.08;
  const thereMs = isStuck ? random() * slowestTripMs : 1 + random() * 20;
  const backMs = 1 + random() * 20;
  const landsAnyway = random() < 0.7;
  return new Promise((resolve, reject) => {
    let hasGivenUp = false;
    const isGone = (): boolean => hasGivenUp || sender.isDead();
    config.signal?.addEventListener?.('abort', () => {
      hasGivenUp = true;
      reject(canceled(config));
    });
    clock.after(thereMs, () => {
      if (isGone() && !landsAnyway) return;
      const { latencyMs, ending } = land(passage, isGone(), options);
      clock.after(latencyMs + backMs, () => {
        if (isGone() || ending.type === 'hang') return;
        passage.answeredAtMs = clock.now();
        sender.onAnswer(passage);
        deliver(config, ending, { resolve, reject });
      });
    });
  });
}

function land(
  passage: Passage,
  isPosthumous: boolean,
  { world: { cloud }, clock }: WireOptions,
): Effect {
  const { digitalocean: state } = cloud;
  const { length } = state.actions;
  const effect = cloud.answer(passage.request);
  const holders = new Map([...state.reservedIps].map(([ip, { droplet }]) => [ip, droplet]));
  const action = state.actions[length];
  passage.landed = { atMs: clock.now(), ending: effect.ending, holders, action, isPosthumous };
  return effect;
}
