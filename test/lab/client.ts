import type { Answer } from './answers.ts';
import type { Crew } from './crew.ts';
import type { Pulse } from './pulse.ts';
import type { Serves } from './setup.ts';

/** The client, as the lab sees it. */
export interface Client {
  /** The latest time that it got an answer from an address. */
  latest(ip: string): Answer | undefined;
  /** All that is remembered of an address, in no strict order. */
  answers(ip: string): readonly Answer[];
  forgetBefore(ms: number): void;
}

export interface ClientOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
  /** Without it, HTTP. */
  readonly serves?: Serves | undefined;
  /** What it asks for, in turns. */
  readonly ips: readonly string[];
}

/** From one question to the next, whatever it asks for. */
const everyMs = 5;

export function startClient({
  crew,
  pulse,
  namespace,
  serves = 'http',
  ips,
}: ClientOptions): Client {
  const answers = new Map<string, Answer[]>(ips.map((ip) => [ip, []]));
  const latest = new Map<string, Answer>();
  const script = `test/lab/${serves === 'udp' ? 'ask-udp' : 'ask'}.ts`;
  crew.start([process.execPath, '--import', 'tsx', script, String(everyMs), ...ips], {
    namespace,
    onLine(line) {
      const [beganMs = '', ip = '', name = '', number = ''] = line.split(' ');
      const by = name === '-' ? null : name;
      const answer: Answer = { beganMs: Number(beganMs), by, number: Number(number) };
      answers.get(ip)?.push(answer);
      if (answer.by === null) return;
      // A host that stood still may answer now what it was asked long ago.
      if (answer.beganMs < (latest.get(ip)?.beganMs ?? 0)) return;
      latest.set(ip, answer);
      pulse.beat();
    },
  });
  return {
    latest: (ip) => latest.get(ip),
    answers: (ip) => answers.get(ip) ?? [],
    forgetBefore(ms) {
      for (const [ip, all] of answers) {
        answers.set(
          ip,
          all.filter(({ beganMs }) => beganMs >= ms),
        );
      }
    },
  };
}
