import type { Heard } from '../../lib/http/http-request.ts';

/** What is written in the place of a secret. */
const hidden = '[redacted]';
const secretHeader = /auth|token|secret|key|cookie|credential/i;
/** Shorter parts of such a header are words: Bearer, or the name of a way to sign. */
const leastSecret = 12;

/** Replaces what a request carried in secret, wherever a cloud or somebody in between says it back. */
export interface Hush {
  note(heard: Pick<Heard, 'requestHeaders'>): void;
  (text: string): string;
}

export function createHush(): Hush {
  const secrets = new Set<string>();
  const hush = (text: string): string => {
    let told = text;
    for (const secret of secrets) told = told.replaceAll(secret, hidden);
    return told;
  };
  const note = ({ requestHeaders }: Pick<Heard, 'requestHeaders'>): void => {
    for (const [name, value] of Object.entries(requestHeaders)) {
      if (!secretHeader.test(name)) continue;
      for (const part of value.split(/[\s,;=/:]+/)) {
        if (part.length >= leastSecret) secrets.add(part);
      }
    }
  };
  return Object.assign(hush, { note });
}
