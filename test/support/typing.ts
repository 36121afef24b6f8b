import type { Terminal } from '../../src/app/io.ts';

/** Somebody at a terminal who gives the same answer to every question. */
export interface Typing extends Terminal {
  /** What was asked. */
  readonly questions: readonly string[];
}

/** `beforeAnswer` is what happens while that one thinks. */
export function typing(answer: string | undefined, beforeAnswer?: () => void): Typing {
  const questions: string[] = [];
  return {
    questions,
    isThere: () => true,
    ask(question) {
      questions.push(question);
      beforeAnswer?.();
      return Promise.resolve(answer);
    },
  };
}
