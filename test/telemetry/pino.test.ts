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
    /^\{"level":"warn",.*"msg":"2 lines were lost"\}$/,
  ],
  ['the journal', (outlet) => ({ to: 'journal', outlet }), /^<4>2 lines were lost lost=2$/],
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
    const lines = outlet.text
      .split('\n')
      .filter((text) => / (?:INFO|WARN)|"level"|^<\d>/.test(text));
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
  expect(text.trimEnd().split('\n')).toHaveLength(1);
});

const done = { address: 'web', ip: '203.0.113.10', from: '111', to: '222', durationMs: 412 };
const moved = {
  ...done,
  outcome: 'moved',
  names: { 111: 'lb1', 222: 'lb2' },
  writes: 1,
  cause: 'MASTER VI_1',
};

it.each([
  ['journal', moved, '<6>web 203.0.113.10 lb1 → lb2 in 0.41 s writes=1 cause="MASTER VI_1"'],
  [
    'line',
    moved,
    '1970-01-01T00:00:01.500Z info web 203.0.113.10 lb1 → lb2 in 0.41 s writes=1 cause="MASTER VI_1"',
  ],
  [
    'journal',
    { ...done, outcome: 'already-held', to: '222' },
    '<6>web 203.0.113.10 already at 222',
  ],
  ['journal', { ...done, outcome: 'timed-out' }, '<6>web 203.0.113.10 timed-out after 0.41 s'],
  [
    'journal',
    { ...done, outcome: 'superseded', why: 'it was to go to 222, and it was called off' },
    '<6>web 203.0.113.10 superseded after 0.41 s: it was to go to 222, and it was called off',
  ],
  [
    'journal',
    { ...done, outcome: 'released', to: null },
    '<6>web 203.0.113.10 111 → nobody in 0.41 s',
  ],
  [
    'journal',
    { ...done, outcome: 'moved', from: null },
    '<6>web 203.0.113.10 nobody → 222 in 0.41 s',
  ],
] as const)('says in %s how a run ended', async (format, fields, text) => {
  const outlet = new FakeOutlet();
  const emit = await createEmit('info', { to: 'stderr', format, outlet });
  emit({ level: 'info', fields, message: 'done', time: 1500 });
  expect(outlet.text).toBe(`${text}\n`);
});

it('says who, what, why and what to do, with the rest beside it', async () => {
  const outlet = new FakeOutlet();
  const emit = await createEmit('info', { to: 'journal', outlet });
  const fields = {
    address: 'web',
    outcome: 'refused',
    reason: 'No',
    hint: 'Ask "them"',
    list: ['a b'],
  };
  emit({ level: 'error', fields, message: 'takeover failed', time: 0 });
  expect(outlet.text).toBe(
    '<3>web: takeover failed: No. Ask "them" outcome=refused list=["a b"]\n',
  );
});

it('tells programs the level by its name and the time as ISO 8601 has it', async () => {
  const outlet = new FakeOutlet();
  const emit = await createEmit('info', { to: 'terminal', format: 'json', outlet, color: true });
  emit({ ...line('here'), level: 'warn', time: 1500 });
  expect(JSON.parse(outlet.text)).toMatchObject({
    level: 'warn',
    time: '1970-01-01T00:00:01.500Z',
    msg: 'here',
    address: 'web',
  });
});
