import { describe, expect, it } from 'vitest';

import type { Step } from '../../../src/core/plan.ts';
import { Failure } from '../../../src/ports/failure.ts';
import type { Operation, Provider, WriteGate } from '../../../src/ports/provider.ts';
import { departingFrom } from '../../../src/watch/hosts/departure.ts';

const address = { name: 'a', cloud: 'c', kind: 'c', ip: '203.0.113.10' };
const gate: WriteGate = {
  signal: new AbortController().signal,
  write: () => Promise.reject(new Failure('superseded', 'x')),
};
const operation: Operation = {
  id: '1',
  requestId: null,
  progress: () => Promise.resolve('running'),
};

/** What a cloud makes of one request after the other, and what is known of the departure before and after each. */
async function depart(steps: readonly (readonly [Step, Operation | Failure])[]): Promise<string> {
  const answers = steps.map(([, answer]) => answer);
  const known: string[] = [];
  const note = (): void => void known.push(departure.hasBegun() ? 'goes' : 'stays');
  const cloud: Provider = {
    name: 'c',
    isNodeId: () => true,
    mechanicsOf: () => ({ takesFromHolder: false, takesUnread: false }),
    read: () => Promise.resolve(new Map()),
    async apply() {
      note();
      const answer = answers.shift();
      if (answer instanceof Failure) throw answer;
      return answer!;
    },
  };
  const { departure, provider } = departingFrom('1', cloud);
  for (const [step] of steps) {
    await provider.apply(step, address, gate).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Failure);
    });
    note();
  }
  return known.join(' ');
}

const unanswered = new Failure('ambiguous', 'x');
const taking: Step = { do: 'assign', to: '2', from: '1' };
const freeing: Step = { do: 'unassign', from: '1', for: '2' };
const giving: Step = { do: 'assign', to: '2', from: null };

describe('whether an address leaves a host that is dead', () => {
  it.each<[string, Parameters<typeof depart>[0], string]>([
    ['does once the cloud has accepted it', [[taking, operation]], 'stays goes'],
    ['is not known without an answer', [[taking, unanswered]], 'stays stays'],
    [
      'does not where nothing came of it, and it is asked for again',
      [
        [taking, operation],
        [taking, unanswered],
      ],
      'stays goes stays stays',
    ],
    [
      'does where it has come away, and only is not where it is to go',
      [
        [freeing, operation],
        [giving, unanswered],
        [giving, operation],
      ],
      'stays goes goes goes goes goes',
    ],
  ])('%s', async (_, steps, expected) => {
    expect(await depart(steps)).toBe(expected);
  });
});
