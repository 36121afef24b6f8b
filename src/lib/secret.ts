/** What node:util looks for, without a load of node:util. */
const inspected = Symbol.for('nodejs.util.inspect.custom');

const placeholder = '[redacted]';

/** Where a secret comes from, in words for the operator. */
export interface Origin {
  readonly text: string;
  /** What else to do where a cloud refuses it. */
  readonly hint?: string;
  /** What is odd there, though it can be used. */
  readonly note?: string;
}

/** A secret that shows itself only where `reveal()` is written: printing it prints a placeholder. */
export class Secret {
  readonly #value: string;
  readonly origin: Origin | undefined;

  constructor(value: string, origin?: Origin) {
    this.#value = value;
    this.origin = origin;
  }

  isSame(other: Secret): boolean {
    return this.#value === other.#value;
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

  [inspected](): string {
    return placeholder;
  }
}

const prefixes = new Set<string>();
let known: RegExp | undefined;

/**
 * Has secrets be known from now on by what they begin with: letters, digits and underscores. Said once by whoever
 * knows the clouds, as texts are cleaned in places that know none.
 */
export function knowSecretsBy(more: readonly string[]): void {
  for (const prefix of more) prefixes.add(prefix);
  known = undefined;
}

/** The text without what looks like a secret, wherever somebody put it by mistake. */
export function withoutSecrets(text: string): string {
  if (prefixes.size === 0) return text;
  known ??= RegExp(`\\b(?:${[...prefixes].join('|')})\\w+`, 'g');
  return text.replaceAll(known, placeholder);
}

/** A secret in two parts; with a token where it is a temporary one. */
export interface KeyPair {
  readonly secretId: Secret;
  readonly secretKey: Secret;
  readonly token: Secret | undefined;
}

/** Whether they are the same in all their parts. */
export function isSamePair(one: KeyPair, other: KeyPair): boolean {
  const isSameToken =
    one.token === undefined || other.token === undefined
      ? one.token === other.token
      : one.token.isSame(other.token);
  return (
    isSameToken && one.secretId.isSame(other.secretId) && one.secretKey.isSame(other.secretKey)
  );
}
