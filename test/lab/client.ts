import type { Answer } from './answers.ts';
import type { Crew } from './crew.ts';
import { reservedIp } from './layout.ts';
import type { Pulse } from './pulse.ts';

/** The client, as the lab sees it. */
export interface Client {
  /** The latest time that it got an answer. */
  latest(): Answer | undefined;
  /** All that is remembered, in no strict order. */
  answers(): readonly Answer[];
  forgetBefore(ms: number): void;
}

export interface ClientOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
}

export function startClient({ crew, pulse, namespace }: ClientOptions): Client {
  let answers: Answer[] = [];
  let latest: Answer | undefined;
  crew.start([process.execPath, '--import', 'tsx', 'test/lab/ask.ts', reservedIp], {
    namespace,
    onLine(line) {
      const [beganMs = '', name = ''] = line.split(' ');
      const answer: Answer = { beganMs: Number(beganMs), by: name === '-' ? null : name };
      answers.push(answer);
      if (answer.by === null) return;
      latest = answer;
      pulse.beat();
    },
  });
  return {
    latest: () => latest,
    answers: () => answers,
    forgetBefore(ms) {
      answers = answers.filter(({ beganMs }) => beganMs >= ms);
    },
  };
}
