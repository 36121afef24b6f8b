import { confirm, select, text } from '@clack/prompts';

import { Failure } from '../../ports/failure.ts';

/** Whoever answers at a terminal. Each throws `interrupted` where that one leaves. */
export interface Questions {
  select<Value extends string>(question: Choice<Value>): Promise<Value>;
  text(question: Line): Promise<string>;
  confirm(question: string, byDefault: boolean): Promise<boolean>;
}

export interface Choice<Value extends string> {
  readonly message: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly initial?: Value | undefined;
}

export interface Line {
  readonly message: string;
  readonly initial?: string | undefined;
  /** Why an answer will not do; nothing where it will. */
  readonly whyNot?: (answer: string) => string | undefined;
}

/** At the terminal of this process. */
export function terminalQuestions(signal: AbortSignal): Questions {
  giveSize(process.stdout);
  return {
    async select({ message, options, initial }) {
      // Of plain texts: the library cannot tell what a type that is not known yet would want.
      const asked = options.map(({ value, label }): { value: string; label: string } => ({
        value,
        label,
      }));
      const first: string | undefined = initial;
      const proposed = first === undefined ? {} : { initialValue: first };
      const answer = given(await select<string>({ message, options: asked, signal, ...proposed }));
      const chosen = options.find(({ value }) => value === answer);
      if (chosen === undefined) throw calledOff();
      return chosen.value;
    },
    async text({ message, initial, whyNot }) {
      const answer = await text({
        message,
        signal,
        initialValue: initial ?? '',
        validate: (typed) => whyNot?.(typed?.trim() ?? ''),
      });
      return given(answer).trim();
    },
    async confirm(message, initialValue) {
      const answer = await confirm({ message, signal, initialValue });
      if (typeof answer === 'symbol') throw calledOff();
      return answer;
    },
  };
}

/** A serial console says that it has no columns, and would get a letter a line. */
function giveSize(terminal: { columns: number; rows: number }): void {
  if (terminal.columns === 0) terminal.columns = 80;
  if (terminal.rows === 0) terminal.rows = 24;
}

/** Ctrl-C comes as a symbol. */
function given(answer: string | symbol): string {
  if (typeof answer === 'string') return answer;
  throw calledOff();
}

function calledOff(): Failure {
  return new Failure('interrupted', 'Called off: nothing was written');
}
