import { describe, expect, it } from 'vitest';

import { explore } from './explore.ts';
import {
  breaks,
  dropBreaks,
  failsafeBreaks,
  inShort,
  withDrops,
  withFailsafe,
} from './lease-rules.ts';

describe('the model of an election', () => {
  it.each(
    Object.entries({ ...inShort, parts: withDrops.inShort, stranger: withFailsafe.stranger }),
  )('has no two hosts that may write, with %s', (_, rules) => {
    const { states, wrong } = explore(rules);
    expect(wrong).toBeUndefined();
    expect(states).toBeGreaterThan(1000);
  });

  it.each(Object.entries(breaks))('has two hosts write with %s', (_, breakRule) => {
    for (const rules of Object.values(inShort)) {
      const { wrong } = explore(breakRule(rules));
      expect(wrong?.what).toMatch(/write/);
      // How it comes to that is to be read.
      expect(wrong?.steps.length).toBeGreaterThan(5);
    }
  });

  it.each(Object.entries(dropBreaks))('has two hosts write with %s', (_, rules) => {
    const { wrong } = explore(rules);
    expect(wrong?.what).toMatch(/write/);
    expect(wrong?.steps.length).toBeGreaterThan(5);
  });

  const quick = Object.entries(failsafeBreaks).filter(([, { in: set }]) => set !== 'wire');

  // The others take longer: npm run model:lease.
  it.each(quick)('has two hosts write with %s', (_, { rules }) => {
    const { wrong } = explore(rules);
    expect(wrong?.what).toMatch(/write/);
    expect(wrong?.steps.length).toBeGreaterThan(5);
  });
});
