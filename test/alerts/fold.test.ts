import { describe, expect, it } from 'vitest';

import type { Alert } from '../../src/alerts/alert.ts';
import { emptyBook, parseBook } from '../../src/alerts/book.ts';
import type { Book } from '../../src/alerts/book.ts';
import { fold } from '../../src/alerts/fold.ts';
import type { Signal, Subject } from '../../src/alerts/signal.ts';
import { free, heldBy } from '../../src/core/owner.ts';
import type { Reading } from '../../src/core/owner.ts';
import type { Sight } from '../../src/ports/alarms.ts';

/** What people are told of what has happened. */

const second = 1000;
const web: Subject = {
  name: 'web',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.10',
  follow: 'VI_1',
  vip: '10.0.4.99',
};
const origin = { host: 'lb2', intervalMs: 10 * second };

/** Tells one after the other what happens, as different processes would that share a book. */
function host(start: Book = emptyBook) {
  let book = start;
  return {
    tell(...signals: readonly Signal[]): readonly Alert[] {
      const folded = fold(book, signals, origin);
      // Each process reads what the one before it has written.
      book = parseBook(JSON.stringify(folded.book));
      return folded.alerts;
    },
    book: () => book,
  };
}

const kinds = (alerts: readonly Alert[]): readonly string[] => alerts.map(({ kind }) => kind);
const endedKinds = (alerts: readonly Alert[]): readonly string[] =>
  alerts.flatMap(({ ended = [] }) => ended.map(({ kind }) => kind));

const error = { class: 'denied', message: 'the cloud refused', hint: 'Check the token' } as const;
const moved = (at: number, from: string | null = '111', to = '222', subject = web): Signal => ({
  type: 'moved',
  subject,
  from,
  to,
  names: {},
  durationMs: 410,
  cause: 'MASTER VI_1',
  at,
});
const failed = (at: number, subject = web): Signal => ({
  type: 'failed',
  subject,
  cause: 'watch',
  error,
  at,
});
const lost = (losses: number, at: number, by: string | null = '111'): Signal => ({
  type: 'lost',
  subject: web,
  by,
  losses,
  at,
});
const told = (state: 'MASTER' | 'BACKUP' | 'MASTER_RX_LOWER_PRI', at: number): Signal => ({
  type: 'told',
  instance: 'VI_1',
  state,
  isFollowed: true,
  at,
});
const tick = (at: number): Signal => ({ type: 'tick', at });
const seen = (at: number, sight: Partial<Sight> = {}, subject = web): Signal => {
  const reading: Reading = { owner: heldBy('222'), pending: false };
  const well = { reading, isHere: true, isOurs: true, isContested: false, isStray: false };
  return { type: 'seen', subject, sight: { ...well, ...sight }, at };
};
const idle = (at: number, more: Partial<Reading> = {}, subject = web): Signal =>
  seen(
    at,
    { reading: { owner: free, pending: false, ...more }, isHere: false, isOurs: false },
    subject,
  );

describe('a takeover', () => {
  it('is told once, with all there is to say of it', () => {
    const [alert, ...others] = host().tell(moved(0));
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      kind: 'taken-over',
      host: 'lb2',
      about: { name: 'web', ip: '203.0.113.10' },
      facts: { from: '111', to: '222', durationMs: 410, cause: 'MASTER VI_1' },
    });
  });

  it('that two processes have seen come is one', () => {
    const one = host();
    expect(kinds(one.tell(moved(0)))).toEqual(['taken-over']);
    expect(one.tell(moved(300))).toEqual([]);
  });

  it('is told again once this host was not MASTER in between', () => {
    const one = host();
    one.tell(moved(0));
    one.tell(told('BACKUP', 500));
    expect(kinds(one.tell(moved(second)))).toEqual(['taken-over']);
  });

  it('that only completed what belongs on the address is none', () => {
    expect(host().tell(moved(0, '222', '222'))).toEqual([]);
  });
});

describe('a failure', () => {
  it('is told once, however often it is tried, and so is its end', () => {
    const one = host();
    expect(kinds(one.tell(failed(0)))).toEqual(['failed']);
    for (let at = 1; at < 50; at += 1) expect(one.tell(failed(at * second))).toEqual([]);
    const over = one.tell(moved(60 * second));
    expect(kinds(over)).toEqual(['taken-over', 'recovered']);
    expect(endedKinds(over)).toEqual(['failed']);
    expect(one.tell(moved(61 * second), seen(62 * second))).toEqual([]);
    expect(one.book().conditions).toEqual({});
  });

  it('is over where this host is no longer to hold the address', () => {
    const one = host();
    one.tell(failed(0));
    expect(one.tell(told('BACKUP', second))).toMatchObject([
      { kind: 'recovered', facts: { because: 'not-ours' } },
    ]);
  });

  it('that comes again is another episode', () => {
    const one = host();
    const [first] = one.tell(failed(0));
    one.tell(seen(second));
    const [again] = one.tell(failed(2 * second));
    expect(again?.kind).toBe('failed');
    expect(again?.episode).not.toBe(first?.episode);
  });
});

describe('a loss', () => {
  it('is contested once, and over once it was not lost for a while', () => {
    const one = host();
    expect(kinds(one.tell(lost(1, 0)))).toEqual(['contested']);
    expect(one.tell(moved(second), seen(2 * second, { isContested: true }))).toEqual([]);
    expect(endedKinds(one.tell(seen(200 * second)))).toEqual(['contested']);
  });

  it('that somebody repeats is a split brain, and both are over at once', () => {
    const one = host();
    one.tell(lost(1, 0));
    expect(one.tell(lost(2, second))).toMatchObject([
      { kind: 'split-brain', facts: { by: '111', losses: 2 } },
    ]);
    for (let losses = 3; losses < 9; losses += 1) {
      expect(one.tell(moved(losses * second), lost(losses, losses * second))).toEqual([]);
    }
    const over = one.tell(told('BACKUP', 20 * second));
    expect(kinds(over)).toEqual(['recovered']);
    expect(endedKinds(over)).toEqual(['contested', 'split-brain']);
    expect(one.tell(told('BACKUP', 21 * second), seen(22 * second))).toEqual([]);
  });

  it('to nobody is none', () => {
    const one = host();
    expect(kinds(one.tell(lost(1, 0, null), lost(2, second, null)))).toEqual(['contested']);
  });
});

describe('a node of lower priority', () => {
  it('that is heard again and again is a split brain, until it is silent', () => {
    const one = host();
    const heard = [0, 1, 2].map((at) => told('MASTER_RX_LOWER_PRI', at * second));
    expect(one.tell(...heard)).toMatchObject([
      { kind: 'split-brain', about: { sort: 'instance', name: 'VI_1' } },
    ]);
    expect(one.tell(told('MASTER_RX_LOWER_PRI', 3 * second), tick(20 * second))).toEqual([]);
    expect(kinds(one.tell(tick(40 * second)))).toEqual(['recovered']);
  });

  it('may be heard after a flap', () => {
    const heard = [0, 1].map((at) => told('MASTER_RX_LOWER_PRI', at * second));
    const later = [100, 101].map((at) => told('MASTER_RX_LOWER_PRI', at * second));
    expect(host().tell(...heard, ...later)).toEqual([]);
  });

  it('does not matter where nothing follows', () => {
    const heard = [0, 1, 2, 3].map((at): Signal => {
      const state = 'MASTER_RX_LOWER_PRI';
      return { type: 'told', instance: 'VI_9', state, isFollowed: false, at: at * second };
    });
    expect(host().tell(...heard)).toEqual([]);
  });
});

describe('a vip on an interface of a host that is not MASTER', () => {
  const stray = (at: number): Signal => ({ type: 'stray', subject: web, at });

  it('is a split brain once it stays, and over once it is gone', () => {
    const one = host();
    expect(one.tell(stray(0))).toEqual([]);
    expect(one.tell(stray(2 * second))).toMatchObject([
      { kind: 'split-brain', facts: { vip: '10.0.4.99' } },
    ]);
    const found = { isOurs: true, isHere: true };
    expect(one.tell(seen(4 * second, { ...found, isStray: true }))).toEqual([]);
    expect(endedKinds(one.tell(seen(6 * second, found)))).toEqual(['split-brain']);
  });

  it('is none for an instant', () => {
    const one = host();
    expect(one.tell(stray(0), seen(second))).toEqual([]);
    expect(one.tell(stray(60 * second))).toEqual([]);
  });
});

describe('an address that nobody holds', () => {
  it('is idle once that lasts, and over once somebody has it', () => {
    const one = host();
    expect(one.tell(idle(0), idle(10 * second))).toEqual([]);
    expect(kinds(one.tell(idle(20 * second)))).toEqual(['idle']);
    expect(one.tell(idle(3600 * second))).toEqual([]);
    const elsewhere = { reading: { owner: heldBy('111'), pending: false }, isHere: false };
    const over = one.tell(seen(3610 * second, { ...elsewhere, isOurs: false }));
    expect(endedKinds(over)).toEqual(['idle']);
  });

  it('is not idle while it changes hands', () => {
    const one = host();
    expect(one.tell(idle(0), idle(20 * second, { pending: true }))).toEqual([]);
    expect(one.tell(seen(21 * second), idle(22 * second), idle(31 * second))).toEqual([]);
  });

  it('is meant where somebody released it by hand, for an hour', () => {
    const one = host();
    one.tell({ type: 'released', subject: web, at: 0 });
    expect(one.tell(idle(10 * second), idle(60 * second), idle(3000 * second))).toEqual([]);
    expect(kinds(one.tell(idle(3700 * second), idle(3800 * second)))).toEqual(['idle']);
  });

  it('is idle where what belongs on it is on nothing', () => {
    const loose: Sight['reading'] = {
      owner: heldBy('111'),
      pending: false,
      attachment: { state: 'loose' },
    };
    const sight = { reading: loose, isHere: false, isOurs: false };
    const alerts = host().tell(seen(0, sight), seen(30 * second, sight));
    expect(alerts).toMatchObject([{ kind: 'idle', facts: { isLoose: true } }]);
  });

  it('is not told twice where it could not be taken', () => {
    const nowhere = { reading: { owner: free, pending: false }, isHere: false };
    const looks = [1, 100].map((at) => seen(at * second, nowhere));
    expect(kinds(host().tell(failed(0), ...looks))).toEqual(['failed']);
  });
});

describe('a cloud', () => {
  const looked = (at: number, failure?: typeof error | typeof silence): Signal =>
    failure === undefined
      ? { type: 'looked', cloud: 'digitalocean', at }
      : { type: 'looked', cloud: 'digitalocean', failure, at };
  const silence = { class: 'transport', message: 'no answer' } as const;

  it('that refuses the credentials is told of at once', () => {
    expect(host().tell(looked(0, error))).toMatchObject([
      { kind: 'unhealthy', facts: { reason: 'the cloud refused', hint: 'Check the token' } },
    ]);
  });

  it('that is silent is told of after three intervals, also where it is looked at more seldom', () => {
    const one = host();
    expect(one.tell(looked(0, silence), tick(29 * second))).toEqual([]);
    expect(kinds(one.tell(tick(30 * second)))).toEqual(['unhealthy']);
    expect(one.tell(looked(40 * second, silence), tick(50 * second))).toEqual([]);
    expect(endedKinds(one.tell(looked(60 * second)))).toEqual(['unhealthy']);
  });

  it('that answers again in time is not', () => {
    expect(host().tell(looked(0, silence), looked(20 * second), tick(40 * second))).toEqual([]);
  });
});

describe('the book', () => {
  it('stays small, whatever names come', () => {
    const one = host();
    for (let from = 0; from < 5000; from += 1000) {
      const signals = Array.from({ length: 1000 }, (_, index) => {
        const of = { ...web, name: `web${from + index}` };
        return [moved(index, '111', '222', of), idle(index, {}, of), failed(index, of)];
      });
      one.tell(...signals.flat());
    }
    expect(JSON.stringify(one.book()).length).toBeLessThan(1024 * 1024);
  });

  it('begins anew where its file is damaged', () => {
    for (const text of ['', '{', '[]', '{"conditions":[]}']) {
      expect(parseBook(text)).toEqual(emptyBook);
    }
  });
});

describe('of what the next takeover needs', () => {
  const checked = (at: number, check: string, isWrong = false): Signal =>
    isWrong ? { type: 'checked', check, failure: error, at } : { type: 'checked', check, at };

  it('is told at once and once, and once when it is over, each check on its own', () => {
    const lb2 = host();
    expect(lb2.tell(checked(0, 'config'), checked(0, 'token.mode'))).toEqual([]);
    const [alert] = lb2.tell(checked(second, 'token.mode', true));
    expect(alert).toMatchObject({
      kind: 'unhealthy',
      about: { sort: 'check', name: 'token.mode' },
      facts: { reason: 'the cloud refused', hint: 'Check the token' },
    });
    expect(lb2.tell(checked(2 * second, 'token.mode', true))).toEqual([]);
    expect(kinds(lb2.tell(checked(3 * second, 'config', true)))).toEqual(['unhealthy']);
    expect(kinds(lb2.tell(checked(4 * second, 'token.mode')))).toEqual(['recovered']);
    expect(kinds(lb2.tell(checked(5 * second, 'config')))).toEqual(['recovered']);
    expect(lb2.tell(checked(6 * second, 'config'), checked(6 * second, 'token.mode'))).toEqual([]);
  });

  it('is not over because a cloud can be read', () => {
    const lb2 = host();
    lb2.tell(checked(0, 'digitalocean', true));
    expect(lb2.tell({ type: 'looked', cloud: 'digitalocean', at: second })).toEqual([]);
  });
});
