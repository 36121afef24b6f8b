import { format, inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { Secret } from '../../src/lib/secret.ts';
import { token } from '../support/token.ts';

describe('Secret', () => {
  const secret = new Secret(token);

  it.each([
    ['string', String(secret)],
    ['JSON', JSON.stringify({ secret })],
    ['inspect', inspect({ secret }, { depth: 5, showHidden: true })],
    ['format', format('%s %o %j', secret, secret, secret)],
    ['error', String(new Error('x', { cause: secret }).cause)],
  ])('shows nothing as %s', (_way, text) => {
    expect(text).not.toContain(token);
    expect(text).toContain('[redacted]');
  });

  it('shows itself to reveal(), and takes itself out of a text', () => {
    expect(secret.reveal()).toBe(token);
    expect(secret.scrub(`a ${token} b ${token}`)).toBe('a [redacted] b [redacted]');
  });
});
