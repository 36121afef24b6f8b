import { expect, it } from 'vitest';

import { createPulse } from './pulse.ts';

const patience = { what: 'the thing', withinMs: 10_000 };

it('resolves with the beat that makes it so', async () => {
  const pulse = createPulse(new AbortController().signal);
  let isSo = false;
  const waiting = pulse.until(() => isSo, patience);
  pulse.beat();
  isSo = true;
  pulse.beat();
  await expect(waiting).resolves.toBeUndefined();
});

it('resolves at once where it is so already', async () => {
  const pulse = createPulse(new AbortController().signal);
  await expect(pulse.until(() => true, patience)).resolves.toBeUndefined();
});

it('says what it waited for in vain', async () => {
  const pulse = createPulse(new AbortController().signal);
  const waiting = pulse.until(() => false, { what: 'the thing', withinMs: 1 });
  await expect(waiting).rejects.toThrow('Waited 0.001 s in vain: the thing');
});

it('ends every wait when it is called off', async () => {
  const calledOff = new AbortController();
  const pulse = createPulse(calledOff.signal);
  const waiting = pulse.until(() => false, patience);
  calledOff.abort(new Error('Called off'));
  await expect(waiting).rejects.toThrow('Called off');
  await expect(pulse.until(() => true, patience)).rejects.toThrow('Called off');
});

it('ends every sleep when it is called off', async () => {
  const calledOff = new AbortController();
  const pulse = createPulse(calledOff.signal);
  const sleeping = pulse.sleep(10_000);
  calledOff.abort(new Error('Called off'));
  await expect(sleeping).rejects.toThrow('Called off');
  await expect(pulse.sleep(10_000)).rejects.toThrow('Called off');
});

it('sleeps as long as it should', async () => {
  const pulse = createPulse(new AbortController().signal);
  await expect(pulse.sleep(1)).resolves.toBeUndefined();
});
