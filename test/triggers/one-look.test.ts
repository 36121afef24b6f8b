import { expect, it } from 'vitest';

import { answerByOneLook } from '../../src/triggers/one-look.ts';

it('looks once for what is asked in one go, and again for whoever waited', async () => {
  const ips = new Set<string>();
  let [looks, nowMs] = [0, 0];
  const look = (): ReadonlySet<string> => {
    looks += 1;
    return new Set(ips);
  };
  const hasIp = answerByOneLook(look, () => nowMs);
  const answers = Array.from({ length: 1000 }, () => {
    nowMs += 1;
    return hasIp('10.0.4.99');
  });
  expect({ looks, answers: new Set(answers) }).toEqual({ looks: 1, answers: new Set([false]) });
  ips.add('10.0.4.99');
  await Promise.resolve();
  nowMs += 2;
  expect({ isHere: hasIp('10.0.4.99'), looks }).toEqual({ isHere: true, looks: 2 });
});
