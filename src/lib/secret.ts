import { inspect } from 'node:util';

const placeholder = '[redacted]';

/** A secret that shows itself only where `reveal()` is written: printing it prints a placeholder. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  /** The text with every occurrence of this secret replaced. */
  scrub(text: string): string {
    return text.replaceAll(this.#value, placeholder);
  }

  toString(): string {
    return placeholder;
  }

  toJSON(): string {
    return placeholder;
  }

  [inspect.custom](): string {
    return placeholder;
  }
}

/** A secret in two parts; with a token where it is a temporary one. */
export interface KeyPair {
  readonly secretId: Secret;
  readonly secretKey: Secret;
  readonly token: Secret | undefined;
}
