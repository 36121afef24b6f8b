import { format, inspect } from 'node:util';

import { describe, expect, it } from 'vitest';

import { Secret, withoutSecrets } from '../../src/lib/secret.ts';
import { openClouds } from '../../src/providers/clouds.ts';
import { registry } from '../../src/providers/registry.ts';
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

describe('a secret in the wrong place', () => {
  it('is known by what the clouds say theirs begin with, and by nothing else', () => {
    const told = 'harb_1234 at dop_v1_abc, AKIDabc; AKIA0000, undop_v1_x and AKID';
    openClouds(registry);
    expect(withoutSecrets(told)).toBe(
      'harb_1234 at [redacted], [redacted]; [redacted], undop_v1_x and AKID',
    );
    const load = () => Promise.reject(new Error('Nobody needs it'));
    openClouds({ harbour: { variables: [], secretsBegin: ['harb_'], load } });
    expect(withoutSecrets(told)).toMatch(/^\[redacted\] at \[redacted\], /);
  });
});
