import type { ServerResponse } from 'node:http';

import type { FakeClock } from '../../support/fake-clock.ts';
import { pass } from '../../support/program-time.ts';
import type { Call } from './program.ts';
import type { Trouble, TroubleBook, TroubleRule } from './troubles.ts';

export interface ProgramCloudOptions {
  readonly clock: FakeClock;
  readonly book: TroubleBook;
  readonly holder: string | null;
  /** How long a change takes. */
  readonly moveMs: number;
  /** Whether its program says that a change is going on. */
  readonly showsPending: boolean;
}

const forEver = 10_000_000;

/** A cloud that only a program knows, and what that program says of it. */
export class ProgramCloud {
  /** Who has it, by the last answer to a look. */
  lastSaid: string | null | undefined;
  /** How often it was asked for a change. */
  changes = 0;
  #holder: string | null;
  #endMove: (() => void) | undefined;
  readonly #options: ProgramCloudOptions;

  constructor(options: ProgramCloudOptions) {
    this.#options = options;
    this.#holder = options.holder;
  }

  /** As in a console, whatever was on its way. */
  place(holder: string | null): void {
    this.#endMove?.();
    this.#endMove = undefined;
    this.#holder = holder;
  }

  readonly call = async ({ question: { do: what, to }, response }: Call): Promise<string> => {
    const met = this.#options.book.meet(what);
    if (what !== 'read') return await this.#end(this.#change(to, met), met, response);
    const said = this.#holder;
    const usual = printed(this.#reading());
    const sh = await this.#end(usual, met, response);
    if (sh === usual && !response.closed) this.lastSaid = said;
    return sh;
  };

  #change(to: string, met: TroubleRule | undefined): string {
    this.changes += 1;
    if (comesAbout(met)) this.#begin(to);
    return printed({ operation: String(this.changes) });
  }

  async #end(
    usual: string,
    met: TroubleRule | undefined,
    response: ServerResponse,
  ): Promise<string> {
    const { clock } = this.#options;
    if (met === undefined) return usual;
    const { on, trouble } = met;
    if (trouble.type === 'hang') await pass(forEver, response, clock);
    if (trouble.type === 'late') await pass(trouble.ms, response, clock);
    return textOf(trouble, on === 'read') ?? usual;
  }

  #reading(): object {
    const { showsPending } = this.#options;
    const reading = { name: 'web', owner: this.#holder };
    const pending = this.#endMove !== undefined;
    return { readings: [showsPending ? { ...reading, pending } : reading] };
  }

  #begin(to: string): void {
    const { clock, moveMs } = this.#options;
    this.#endMove?.();
    this.#endMove = clock.after(moveMs, () => this.place(to));
  }
}

/** What is refused has not been done, unless somebody who does not know it says so. */
function comesAbout(met: TroubleRule | undefined): boolean {
  if (met === undefined || met.trouble.type === 'late') return true;
  if (met.trouble.type === 'nothing comes of it') return false;
  const mayBeDone =
    met.trouble.type !== 'error' || ['ambiguous', 'transport'].includes(met.trouble.class);
  return met.isDone && mayBeDone;
}

/** What is printed in place of the usual answer; nothing where that is printed. */
function textOf(trouble: Trouble, isLook: boolean): string | undefined {
  if (trouble.type === 'no answer') return trouble.sh;
  if (trouble.type === 'own error' && isLook) {
    const error = { class: trouble.class, message: 'Not this one' };
    return printed({ readings: [{ name: 'web', error }] });
  }
  if (trouble.type !== 'error') return undefined;
  const { class: said, retryAfter } = trouble;
  return printed({ error: { class: said, message: 'It went wrong', retryAfter } });
}

function printed(answer: object): string {
  return `printf '%s\\n' '${JSON.stringify(answer)}'`;
}
