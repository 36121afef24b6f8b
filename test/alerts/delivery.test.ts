import { describe, expect, it } from 'vitest';

import type { Alert } from '../../src/alerts/alert.ts';
import type { Channel, Pace } from '../../src/alerts/channel.ts';
import { drain } from '../../src/alerts/drain.ts';
import type { OpenedChannel } from '../../src/alerts/drain.ts';
import type { Message } from '../../src/alerts/message.ts';
import { mostWaiting, put } from '../../src/alerts/outbox.ts';
import { openAlertStore } from '../../src/alerts/store.ts';
import type { AlertStore } from '../../src/alerts/store.ts';
import { openFolder } from '../../src/lib/files/shared-folder.ts';
import { sleep } from '../../src/lib/time/sleep.ts';
import { Failure } from '../../src/ports/failure.ts';
import type { Entry } from '../../src/ports/journal.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { fakeHost } from '../support/fake-host.ts';
import { localStateIn, noLog } from '../support/local-state.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { alertOf, takeovers } from './some-alerts.ts';

/** What becomes of alerts between the state folder and the channels. */

interface Sent extends Message {
  readonly atMs: number;
}

/** What a channel answers to its so-many-th message. */
type Answer = (attempt: number) => Failure | 'hang' | undefined;

interface Host {
  readonly clock: FakeClock;
  readonly store: AlertStore;
  readonly journal: Entry[];
  readonly losses: (readonly [string, number])[];
  add(alerts: readonly Alert[], channels: readonly string[]): Promise<void>;
  /** A channel of that name, and what it got. */
  channel(name: string, answer?: Answer, pace?: Pace): OpenedChannel & { readonly sent: Sent[] };
  drain(channels: readonly OpenedChannel[], signal?: AbortSignal): Promise<void>;
}

const often: Pace = { most: 1000, withinMs: 60_000 };
const refused = new Failure('denied', 'robot answered 310000: sign not match');
const unreachable = new Failure('transport', 'robot: nothing listens there');

function host(folder = temporaryFolder(), clock = new FakeClock()): Host {
  const { locks } = localStateIn(temporaryFolder(), fakeHost({ ticks: 1, pid: 1 }));
  const store = openAlertStore({ folder: openFolder(folder), locks, clock });
  const journal: Entry[] = [];
  const losses: (readonly [string, number])[] = [];
  return {
    clock,
    store,
    journal,
    losses,
    add: (alerts, channels) =>
      clock.run(
        store.change((outbox) =>
          put(
            outbox,
            alerts.map((alert) => ({ alert, channels })),
          ),
        ),
      ),
    channel(name, answer = () => undefined, pace = often) {
      const sent: Sent[] = [];
      let attempts = 0;
      const channel: Channel = {
        pace,
        bundling: { separately: 3, most: 200 },
        async send(message, signal) {
          attempts += 1;
          const failure = answer(attempts);
          if (failure === 'hang') await sleep(clock, 10_000, signal);
          if (failure === 'hang') throw new Failure('ambiguous', 'no answer within 10 s');
          if (failure !== undefined) throw failure;
          sent.push({ ...message, atMs: clock.now() });
        },
      };
      return { name, type: 'slack', channel, sent };
    },
    drain: (channels, signal = new AbortController().signal) =>
      clock.run(
        drain({
          store,
          channels,
          signal,
          clock,
          language: 'en',
          random: () => 0.5,
          log: noLog,
          journal: { append: (entry) => void journal.push(entry) },
          onLoss: (channel, alerts) => void losses.push([channel, alerts]),
        }),
      ),
  };
}

describe('what waits', () => {
  it('goes to each of its channels once', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['a', 'b']);
    const [a, b] = [one.channel('a'), one.channel('b')];
    await one.drain([a, b]);
    await one.drain([a, b]);
    expect([a.sent.length, b.sent.length]).toEqual([1, 1]);
    expect(one.store.outbox().waiting).toEqual([]);
  });

  it('is tried again, at longer and longer intervals, until it is taken', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['a']);
    const a = one.channel('a', (attempt) => (attempt < 5 ? unreachable : undefined));
    await one.drain([a]);
    expect(a.sent.map(({ atMs }) => atMs)).toEqual([15_000]);
    expect(one.journal).toEqual([]);
  });

  it('waits as long as a channel asks for', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['a']);
    const throttled = new Failure('throttled', 'slow down', { retryAfterMs: 45_000 });
    const a = one.channel('a', (attempt) => (attempt === 1 ? throttled : undefined));
    await one.drain([a]);
    expect(a.sent.map(({ atMs }) => atMs)).toEqual([45_000]);
  });

  it.each([
    ['refuses', () => refused, 1],
    ['cannot be reached', () => unreachable, 900_000],
    ['hangs', () => 'hang' as const, 900_000],
  ])('is given up in bounded time where a channel %s, and told of', async (_what, answer, ms) => {
    const one = host();
    await one.add([alertOf('failed'), alertOf('idle', { episode: 'idle' })], ['a']);
    await one.drain([one.channel('a', answer)]);
    expect(one.clock.now()).toBeLessThan(ms);
    expect(one.store.outbox().waiting).toEqual([]);
    expect(one.journal).toMatchObject([{ type: 'undelivered', channel: 'a', alerts: 2 }]);
    expect(one.losses).toEqual([['a', 2]]);
  });

  it('is told of in the next message of each channel, once', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['a']);
    const broken = one.channel('a', () => refused);
    const b = one.channel('b');
    await one.drain([broken, b]);
    const a = one.channel('a');
    const words =
      'Not delivered before by a (slack): 1 alert: robot answered 310000: sign not match';
    for (const index of [1, 2]) {
      await one.add([alertOf('idle', { episode: `idle ${index}` })], ['a', 'b']);
      await one.drain([a, b]);
    }
    for (const { sent } of [a, b]) {
      expect(sent.map(({ lines }) => lines.includes(words))).toEqual([true, false]);
    }
  });

  it('keeps no other channel waiting', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['slow', 'fast']);
    const [slow, fast] = [one.channel('slow', () => 'hang'), one.channel('fast')];
    await one.drain([slow, fast]);
    expect(fast.sent.map(({ atMs }) => atMs)).toEqual([0]);
  });

  it('survives whoever was to send it', async () => {
    const folder = temporaryFolder();
    const first = host(folder);
    await first.add([alertOf('failed')], ['a']);
    const ending = new AbortController();
    const a = first.channel('a', (attempt) => {
      if (attempt === 2) ending.abort(new Failure('interrupted', 'The process ends'));
      return unreachable;
    });
    await first.drain([a], ending.signal);
    expect(first.journal).toEqual([]);
    const next = host(folder);
    const again = next.channel('a');
    await next.drain([again]);
    expect(again.sent).toHaveLength(1);
  });

  it('is forgotten where the config has its channel no more', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['gone']);
    await one.drain([one.channel('a')]);
    expect(one.store.outbox().waiting).toEqual([]);
  });

  it('counts as not delivered where the channel cannot be opened', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['a']);
    const failure = new Failure('config', 'Cannot read the secret file /x: ENOENT');
    await one.drain([{ name: 'a', type: 'slack', channel: failure }]);
    expect(one.journal).toMatchObject([{ reason: 'Cannot read the secret file /x: ENOENT' }]);
  });
});

describe('a flood', () => {
  const robot: Pace = { most: 20, withinMs: 60_000 };

  it('of 10,000 is a few messages, in bounded memory', async () => {
    const one = host();
    const all = takeovers(10_000);
    const a = one.channel('a', undefined, robot);
    for (let from = 0; from < all.length; from += 500) {
      await one.add(all.slice(from, from + 500), ['a']);
      expect(one.store.outbox().waiting.length).toBeLessThanOrEqual(mostWaiting);
    }
    await one.drain([a]);
    expect(a.sent).toHaveLength(1);
    const [digest] = a.sent;
    expect(digest?.alerts).toHaveLength(mostWaiting);
    expect(digest?.title).toBe('floatip: 10000 alerts of lb2');
    expect(digest?.lines).toContain('taken over: 200');
    expect(digest?.lines).toContain(
      '9800 more had to be left out: too many at once. See floatip history',
    );
    expect(digest?.lines.length).toBeLessThan(20);
  });

  it('leaves out what has passed before what lasts', async () => {
    const one = host();
    await one.add([alertOf('split-brain'), ...takeovers(1000)], ['a']);
    const kinds = one.store.outbox().waiting.map(({ alert }) => alert.kind);
    expect(kinds).toHaveLength(mostWaiting);
    expect(kinds).toContain('split-brain');
  });

  it('never sends more often than a channel takes, whichever process sends', async () => {
    const folder = temporaryFolder();
    const clock = new FakeClock();
    const times: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      const one = host(folder, clock);
      await one.add([alertOf('failed', { episode: `${index}` })], ['a']);
      const a = one.channel('a', undefined, robot);
      await one.drain([a]);
      times.push(...a.sent.map(({ atMs }) => atMs));
    }
    expect(times).toHaveLength(100);
    for (const [index, at] of times.entries()) {
      const next = times[index + robot.most];
      if (next !== undefined) expect(next - at).toBeGreaterThanOrEqual(robot.withinMs);
    }
  });

  it('counts tries that failed as well', async () => {
    const one = host();
    await one.add([alertOf('failed')], ['a']);
    const pace = { most: 2, withinMs: 600_000 };
    const a = one.channel('a', (attempt) => (attempt < 3 ? unreachable : undefined), pace);
    await one.drain([a]);
    expect(a.sent.map(({ atMs }) => atMs)).toEqual([600_000]);
  });
});
