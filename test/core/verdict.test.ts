import { describe, expect, it } from 'vitest';

import { free, heldBy } from '../../src/core/owner.ts';
import type { Owner } from '../../src/core/owner.ts';
import { verdictOf } from '../../src/core/verdict.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import type { Role } from '../../src/core/vrrp.ts';

const us = heldBy('us');
const them = heldBy('them');

describe('verdictOf()', () => {
  it.each<[Role | null, Owner, Verdict]>([
    ['MASTER', us, 'ok'],
    ['MASTER', them, 'should-move'],
    ['MASTER', free, 'should-move'],
    ['BACKUP', us, 'should-move'],
    ['BACKUP', them, 'elsewhere'],
    ['FAULT', free, 'elsewhere'],
    [null, us, 'ok'],
    [null, them, 'elsewhere'],
    [null, free, 'elsewhere'],
  ])('%s, owner %o: %s', (role, owner, verdict) => {
    expect(verdictOf({ owner, self: 'us', role, contested: false, complete: true })).toBe(verdict);
  });

  it('tells an address that is being taken away from one that was never here', () => {
    expect(
      verdictOf({ owner: them, self: 'us', role: 'MASTER', contested: true, complete: true }),
    ).toBe('contested');
    expect(
      verdictOf({ owner: us, self: 'us', role: 'MASTER', contested: true, complete: true }),
    ).toBe('ok');
    expect(
      verdictOf({ owner: them, self: 'us', role: 'BACKUP', contested: true, complete: true }),
    ).toBe('elsewhere');
  });

  it('is not content with a HAVIP whose EIP is elsewhere', () => {
    const circumstances = { owner: us, self: 'us', role: 'MASTER', contested: false } as const;
    expect(verdictOf({ ...circumstances, complete: false })).toBe('should-move');
  });

  it.each<[Role | null, Owner, boolean, Verdict]>([
    ['MASTER', them, false, 'unknown'],
    [null, them, false, 'unknown'],
    [null, free, false, 'elsewhere'],
    ['BACKUP', free, false, 'elsewhere'],
    ['MASTER', free, false, 'should-move'],
    ['MASTER', free, true, 'contested'],
  ])(
    '%s, owner %o, contested %s, not knowing who we are: %s',
    (role, owner, contested, verdict) => {
      expect(verdictOf({ owner, self: null, role, contested, complete: true })).toBe(verdict);
    },
  );
});
