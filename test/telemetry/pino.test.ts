import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createEmit } from '../../src/telemetry/pino.ts';
import type { Line, LogStyle } from '../../src/telemetry/pino.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** A reader that is so far behind, and what it gets. */
class FakeOutlet {
  waitingBytes = 0;
  text = '';

  write(text: string): void {
    this.text += text;
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }
}

function line(message: string): Line {
  return { level: 'info', fields: { address: 'web' }, message, time: 0 };
}

const styles: [string, (outlet: FakeOutlet) => LogStyle, RegExp][] = [
  [
    'stderr',
    (outlet) => ({ to: 'stderr', outlet }),
    /^\{"level":40,.*"msg":"2 lines were lost"\}$/,
  ],
  ['the journal', (outlet) => ({ to: 'journal', outlet }), /^<4>\{.*"msg":"2 lines were lost"\}$/],
  [
    'a terminal',
    (outlet) => ({ to: 'terminal', outlet, color: false }),
    /^\[.*\] WARN: 2 lines were lost$/,
  ],
];

it.each(styles)(
  'loses lines that %s does not take, and says how many',
  async (_to, style, told) => {
    const outlet = new FakeOutlet();
    const emit = await createEmit('info', style(outlet));
    emit(line('before'));
    outlet.waitingBytes = 1_000_000;
    emit(line('lost'));
    emit(line('lost as well'));
    outlet.waitingBytes = 0;
    emit(line('after'));
    emit(line('later'));
    const lines = outlet.text.split('\n').filter((text) => / (?:INFO|WARN)|"level"/.test(text));
    expect(lines).toEqual(
      [/before/, told, /after/, /later/].map((pattern) => expect.stringMatching(pattern)),
    );
  },
);

it('has one line of a loss where it was one', async () => {
  const outlet = new FakeOutlet();
  const emit = await createEmit('info', { to: 'stderr', outlet });
  outlet.waitingBytes = 1_000_000;
  emit(line('lost'));
  outlet.waitingBytes = 0;
  emit(line('after'));
  expect(outlet.text).toContain('"1 line was lost"');
});

it('gives a reader that is a little behind every line', async () => {
  const outlet = new FakeOutlet();
  const emit = await createEmit('info', { to: 'stderr', outlet });
  outlet.waitingBytes = 10_000;
  emit(line('here'));
  expect(outlet.text).toContain('"here"');
});

it('paints for a terminal that wants colour', async () => {
  const outlet = new FakeOutlet();
  const emit = await createEmit('info', { to: 'terminal', outlet, color: true });
  emit(line('here'));
  expect(outlet.text).toContain('[32mINFO');
});

const hostile = 'x\u001b[31mred\n\r\u0007\u009b\u202e\u2028y';
const unprintable = /(?!\n)[\p{Cc}\u2028\u202e]/u;

it.each(styles)('has nothing but text in a line for %s', async (_to, style) => {
  const outlet = new FakeOutlet();
  const emit = await createEmit('info', style(outlet));
  emit({ level: 'warn', fields: { reason: hostile, list: [hostile] }, message: hostile, time: 0 });
  expect(outlet.text).not.toMatch(unprintable);
  expect(outlet.text).not.toMatch(/^\W*y/m);
});

it('has nothing but text in a file', async () => {
  const path = join(temporaryFolder(), 'hook.log');
  const emit = await createEmit('info', { to: 'file', path });
  emit({ level: 'warn', fields: { reason: hostile }, message: hostile, time: 0 });
  const text = readFileSync(path, 'utf8');
  expect(text).not.toMatch(unprintable);
  expect(JSON.parse(text)).toMatchObject({ reason: hostile });
});
