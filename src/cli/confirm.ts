import type { Io } from '../app/io.ts';
import type { Session } from '../app/session.ts';
import { status } from '../app/status.ts';
import type { Address } from '../core/address.ts';
import { plainLine } from '../core/plain-text.ts';
import { Failure } from '../ports/failure.ts';
import { withSession } from './open.ts';
import type { WorkOptions } from './options.ts';
import { outlookOf } from './print/outlook.ts';
import type { Verb } from './print/outlook.ts';
import { checkNodeOf, orderOf } from './work-order.ts';

export interface Unnamed {
  readonly verb: Verb;
  readonly options: WorkOptions & { readonly yes?: true };
  /** The id of a node that the operator named. */
  readonly node: string | undefined;
  readonly io: Io;
}

/**
 * What a command means that names no address and does not say `--all`: every one of the config, once whoever
 * sits at the terminal agrees. Returns `undefined` where that one does not; throws `usage` where there
 * is nobody to ask.
 */
export async function confirmAll({
  verb,
  options,
  node,
  io,
}: Unnamed): Promise<readonly string[] | undefined> {
  let names: readonly string[] | undefined;
  await withSession(options, io, async (session) => {
    const order = await orderOf([], options, session);
    const { addresses } = order;
    const { terminal } = io;
    if (terminal?.isThere() !== true) throw nobodyToAsk(verb, addresses, session);
    checkNodeOf(node, addresses, session);
    const report = await status(order, session);
    for (const line of outlookOf(report, { verb, node, addresses })) {
      io.stderr.write(`${plainLine(line)}\n`);
    }
    const isAgreed = options.yes === true || isYes(await terminal.ask('Go on? [y/N] ', io.signal));
    if (isAgreed) names = addresses.map(({ name }) => name);
  });
  return names;
}

/** Only what is meant as consent is taken for it. */
function isYes(answer: string | undefined): boolean {
  return /^\s*y(?:es)?\s*$/i.test(answer ?? '');
}

/** In a script, a variable that is empty must not mean all. */
function nobodyToAsk(verb: Verb, addresses: readonly Address[], { config }: Session): Failure {
  const names = addresses.map(({ name }) => name).join(', ');
  const message = `Without a name, ${verb} is for every address of ${config.path ?? 'the config'} (${names}), and there is no terminal to ask at`;
  return new Failure('usage', message, { hint: 'Name those that are meant, or say --all' });
}
