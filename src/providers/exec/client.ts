import { safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import { shorten } from '../../core/shorten.ts';
import { parseJson } from '../../lib/json.ts';
import { programEnvironment, secretValues } from '../../lib/processes/program-environment.ts';
import { mostPrinted, runGroup } from '../../lib/processes/run-group.ts';
import type { GroupRun } from '../../lib/processes/run-group.ts';
import { Secret } from '../../lib/secret.ts';
import { withTimeout } from '../../lib/time/deadline.ts';
import type { Clock } from '../../ports/clock.ts';
import { Failure } from '../../ports/failure.ts';
import type { Sending } from '../../ports/provider.ts';
import type { ExecAddress } from './address.ts';
import { failureOf } from './failures.ts';
import { readReply, troubleReply, writeReply } from './schema.ts';
import type { ProgramReading } from './schema.ts';

/** The program's side of an address, in its words: one process a call. */
export interface Client {
  read(asked: Asked, signal: AbortSignal): Promise<readonly ProgramReading[]>;
  /** Returns what the program calls the change that it has begun, if anything. */
  write(address: ExecAddress, change: Change, sending: Sending): Promise<string | null>;
}

/** Addresses that have one command. */
export interface Asked {
  readonly command: readonly string[];
  readonly addresses: readonly ExecAddress[];
}

export type Change =
  | { readonly do: 'assign'; readonly to: string }
  | { readonly do: 'unassign'; readonly from: string };

export interface Surroundings {
  readonly environment: () => Readonly<Record<string, string | undefined>>;
  /** How long a program may take. */
  readonly requestMs: number;
  readonly clock: Clock;
}

export function createClient(surroundings: Surroundings): Client {
  return {
    async read({ command, addresses }, signal) {
      const input = { do: 'read', addresses: addresses.map(wordsOf) };
      const call = { command, input, schema: readReply, isWrite: false, signal };
      return (await ask(call, surroundings)).readings;
    },
    async write(address, { do: what, ...whom }, { signal, beforeSend }) {
      const input = { do: what, address: wordsOf(address), ...whom };
      const { command } = address;
      beforeSend();
      const call = { command, input, schema: writeReply, isWrite: true, signal };
      return (await ask(call, surroundings)).operation;
    },
  };
}

/** What the program is told of an address. */
function wordsOf({ name, ip, id, with: given }: ExecAddress): object {
  return { name, ip, id, with: given };
}

interface Call<S extends GenericSchema> {
  readonly command: readonly string[];
  readonly input: object;
  readonly schema: S;
  /** Whether something may have been changed where no answer comes. */
  readonly isWrite: boolean;
  readonly signal: AbortSignal;
}

async function ask<S extends GenericSchema>(
  { command, input, schema, isWrite, signal: parent }: Call<S>,
  { environment, requestMs: ms, clock }: Surroundings,
): Promise<InferOutput<S>> {
  const env = programEnvironment(environment());
  const [program = ''] = command;
  const noAnswer = (why: string): Failure =>
    new Failure(isWrite ? 'ambiguous' : 'transport', `${program} gave no answer: ${why}`, {
      hint: `Try it by hand: echo '${JSON.stringify({ do: 'read', addresses: [] })}' | ${command.join(' ')}`,
    });
  const onTimeout = (): Failure => noAnswer(`it did not end within ${ms / 1000} s`);
  const run = await withTimeout({ clock, ms, parent, onTimeout }, (signal) =>
    runGroup(command, { env, input: `${JSON.stringify(input)}\n`, signal }),
  );
  const said = withoutSecrets(run, secretValues(env));
  if (said.ending.type === 'not-started') throw notStarted(program, said.ending.errno);
  const printed = parseJson(said.stdout);
  const refused = safeParse(troubleReply, printed);
  const why = whyNone(said);
  if (why !== undefined)
    throw noAnswer(refused.success ? `${why}: ${refused.output.error.message}` : why);
  if (refused.success) throw failureOf(refused.output.error, isWrite);
  const parsed = safeParse(schema, printed);
  if (!parsed.success) throw noAnswer(`it printed ${inShort(said.stdout)}`);
  return parsed.output;
}

/** Programs that trace what they send print what they sign it with. */
function withoutSecrets({ ending, stdout, stderr }: GroupRun, values: readonly string[]): GroupRun {
  let [out, complaint] = [stdout, stderr];
  for (const value of values) {
    const secret = new Secret(value);
    [out, complaint] = [secret.scrub(out), secret.scrub(complaint)];
  }
  return { ending, stdout: out, stderr: complaint };
}

/** It is for the operator to mend that, and no use to try again. */
function notStarted(program: string, errno: string): Failure {
  return new Failure('config', `${program} cannot be run: ${errno}`, {
    hint: `Look at it on this host: ls -l ${program}. It needs its mode x, and its interpreter in the first line`,
  });
}

/** Only what ends with 0 has answered. */
function whyNone({ ending, stderr }: GroupRun): string | undefined {
  const complaint = stderr.trim() === '' ? '' : `: ${inShort(stderr)}`;
  if (ending.type === 'flooded') return `it printed more than ${mostPrinted / 1024 / 1024} MiB`;
  if (ending.type === 'killed') return `it got ${ending.by}${complaint}`;
  if (ending.type === 'exited' && ending.code !== 0) {
    return `it ended with ${ending.code}${complaint}`;
  }
  return undefined;
}

const shownLength = 200;

function inShort(text: string): string {
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain === '' ? 'nothing' : shorten(plain, shownLength);
}
