import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios';

import type { Effect } from '../../../src/emulator/exchange.ts';
import type { Attempt, Phase } from '../../../src/lib/http/attempt.ts';
import type { Clock, Random } from '../../../src/ports/clock.ts';
import { canceled, deliver, requestOf } from '../../support/in-process-cloud.ts';
import type { InProcessCloud } from '../../support/in-process-cloud.ts';
import type { Passage } from './passage.ts';

/** Whoever sends. The dead get no answers. */
export interface Sender {
  isDead(): boolean;
  /** Calls back at once, or when the process goes on that has been stopped. */
  hear(callback: () => void): void;
  onAnswer(passage: Passage): void;
}

interface Sent {
  readonly passage: Passage;
  readonly answer: Promise<AxiosResponse>;
}

/** The way to the cloud and back, which takes time: what is on it no longer needs its sender. */
export interface Wire {
  /** Makes a connection, a phase after the other. Resolves when it is ready, rejects with the attempt. */
  connect(attempt: Attempt, sender: Sender): Promise<void>;
  /** `isLost` where the connection is dead, and nobody knows. */
  send(config: InternalAxiosRequestConfig, sender: Sender, isLost: boolean): Sent;
}

/** What slows the phases of connections down for a while: a lost SYN, a name server, a busy host. */
export interface Slowness {
  readonly phase: ConnectingPhase;
  /** How much longer it takes, at most. Nobody waits for the longest. */
  readonly ms: number;
}

export const connectingPhases = ['name', 'connection', 'handshake'] as const satisfies Phase[];
type ConnectingPhase = (typeof connectingPhases)[number];

export interface WireOptions {
  readonly world: InProcessCloud;
  readonly clock: Clock;
  readonly random: Random;
  /** Whether some requests get stuck on the way just now. */
  readonly isTroubled: () => boolean;
  /** What is slow just now. */
  readonly slowness: () => readonly Slowness[];
}

/** Longer than a client waits for its answer: what it gave up may land after all. */
export const slowestTripMs = 8000;
/** Longer than a client waits for a connection. */
const slowestPhaseMs = 6000;

export function createWire(options: WireOptions): Wire {
  return {
    async connect(attempt, sender) {
      for (const phase of connectingPhases) {
        attempt.progress.phase = phase;
        await passPhase(attempt, sender, options);
      }
    },
    send(config, sender, isLost) {
      const sentAtMs = options.clock.now();
      const passage: Passage = { request: requestOf(config), sentAtMs, isLost };
      return { passage, answer: carry(passage, { config, sender, options }) };
    },
  };
}

function passPhase(
  { signal, progress: { phase } }: Attempt,
  sender: Sender,
  { clock, random, isTroubled, slowness }: WireOptions,
): Promise<void> {
  let ms = random() * 5;
  if (isTroubled() && random() < 0.04) ms += random() * slowestPhaseMs;
  for (const slow of slowness()) if (slow.phase === phase) ms += random() * slow.ms;
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => sender.hear(resolve));
    signal.addEventListener('abort', () => {
      cancel();
      reject(signal.reason);
    });
  });
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
      if (passage.isLost || (isGone() && !landsAnyway)) return;
      const { latencyMs, ending } = land(passage, isGone(), options);
      clock.after(latencyMs + backMs, () => {
        if (isGone() || ending.type === 'hang') return;
        sender.hear(() => {
          if (hasGivenUp) return;
          passage.answeredAtMs = clock.now();
          sender.onAnswer(passage);
          deliver(config, ending, { resolve, reject });
        });
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
