import { messages } from './messages.ts';
import type { Code } from './messages.ts';

/** A request that Tencent Cloud refuses, with the code that it has for that. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;

  constructor(code: Code, message: string = messages[code]) {
    super(message);
    this.code = code;
  }
}
