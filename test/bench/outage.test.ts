import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { judge } from '../../bench/outage/judge.ts';
import { pages, withResults } from '../../bench/outage/pages.ts';
import { plot } from '../../bench/outage/plot.ts';
import { picturesOf, readResults } from '../../bench/outage/publish.ts';
import { isInOrder } from '../../bench/outage/sample.ts';
import type { Sample } from '../../bench/outage/sample.ts';
import { subject } from '../../bench/outage/subject.ts';
import { leftOut, trials } from '../../bench/outage/trials.ts';
import type { Round } from '../lab/round.ts';

const round: Round = {
  gapMs: 330,
  lost: 60,
  rightAfterMs: 340,
  writes: 1,
  untold: 0,
  timeline: {
    detectedMs: 310,
    begunMs: 312,
    requestedMs: 315,
    movedMs: 316,
    readBackMs: 330,
  },
};

/** The same where keepalived notices at once. */
const soonRound: Round = {
  ...round,
  gapMs: 95,
  timeline: { ...round.timeline, detectedMs: 75 },
};

/** All that is measured, with one and the same round everywhere. */
const complete: readonly Sample[] = trials.flatMap(({ drill, by: contestants, paces, detect }) =>
  paces.flatMap((pace) =>
    contestants.map((by) => ({
      drill,
      by,
      pace,
      rounds: 1,
      passed: [detect === undefined ? round : soonRound],
      ...(detect === undefined ? {} : { detect }),
    })),
  ),
);

function missed(samples: readonly Sample[]): readonly string[] {
  return judge(samples).flatMap(({ text, isMet }) => (isMet ? [] : [text]));
}

/** Has other rounds for the watcher in one drill. */
function but(drill: string, moveMs: number, passed: readonly Round[]): readonly Sample[] {
  return complete.map((sample) =>
    sample.drill === drill &&
    sample.detect === undefined &&
    sample.by === 'fifo' &&
    sample.pace.moveMs === moveMs
      ? Object.assign({}, sample, { passed })
      : sample,
  );
}

it('measures every drill of the Droplets, or says why not', () => {
  const measured = new Set(trials.map(({ drill }) => drill));
  expect([...measured, ...Object.keys(leftOut)].toSorted()).toEqual(subject.drills.toSorted());
  const withWatcher = trials.filter(
    ({ by, paces }) => by.includes('fifo') && paces.some(({ moveMs }) => moveMs === 100),
  );
  expect(withWatcher).toEqual(trials);
});

describe('what the pages show', () => {
  const results = readResults();

  it.each(Object.keys(pages))('are the numbers of docs/outage.json: %s', (page) => {
    const text = readFileSync(page, 'utf8');
    expect(withResults(page, text, results)).toBe(text);
  });

  it('are four rows in README', () => {
    const part = pages['README.md']?.(results) ?? '';
    const troubles = [...part.matchAll(/^\| (\w.*?) +\|/gm)].map(([, trouble]) => trouble);
    expect(troubles).toEqual([
      'trouble',
      'cable pulled',
      'shut down',
      'nginx ends (`track_file`)',
      'host freezes',
    ]);
  });

  it.each(Object.entries(picturesOf(results)))(
    'are the pictures of docs/outage.json: %s',
    async (picture, samples) => {
      expect(readFileSync(picture, 'utf8')).toBe(await plot(samples));
    },
  );

  it('has its place there', () => {
    expect(() => withResults('README.md', '# floatip\n', results)).toThrow('needs the lines');
  });
});

describe('the verdict', () => {
  it('is good where all is', () => {
    expect(missed(complete)).toEqual([]);
  });

  it('misses a second that is full', () => {
    const slow = but('stop', 100, [{ ...round, gapMs: 1000 }]);
    expect(missed(slow)).toEqual([
      'stop, floatip watch, cloud 100 ms: longest 1000 ms, under 1000',
    ]);
  });

  it('misses a watcher that is more than 30 ms above detection', () => {
    const slow = but('cable', 0, [{ ...round, gapMs: 341 }]);
    expect(missed(slow)).toEqual([
      'cable, floatip watch, cloud 0 ms: 31 ms above detection, at most 30; the script 20',
    ]);
  });

  it('misses a tenth of a second where keepalived notices at once', () => {
    const late = complete.map((sample) =>
      sample.detect === 'fast'
        ? Object.assign({}, sample, { passed: [{ ...soonRound, gapMs: 101 }] })
        : sample,
    );
    expect(missed(late)).toEqual([
      'cable with fast detection, floatip watch, cloud 0 ms: outage 101 ms, at most 100',
    ]);
  });

  it('misses rounds that have failed, be it all of them', () => {
    const all = trials.flatMap(({ by, paces }) => by.flatMap(() => paces)).length;
    expect(missed(but('flap', 100, []))).toEqual([
      'flap, floatip watch, cloud 100 ms: longest - ms, under 1000',
      `at the true master: ${all - 1} of ${all} rounds`,
    ]);
  });

  it('misses what was not measured at all', () => {
    const texts = missed(complete.filter(({ drill }) => drill !== 'cable'));
    expect(texts).toContain(
      'cable, floatip watch, cloud 0 ms: - ms above detection, at most 30; the script -',
    );
    expect(texts).toContain('cable, floatip watch, cloud 100 ms: longest - ms, under 1000');
    expect(texts.at(-1)).toMatch(/^at the true master/);
  });

  it('misses an effect that was seen before its cause', () => {
    const timeline = { ...round.timeline, detectedMs: 330 };
    const [text, ...others] = missed(but('freeze', 100, [{ ...round, timeline }]));
    expect(text).toMatch(/^causes seen before their effects: /);
    expect(others).toEqual([]);
  });
});

it('takes no offence at a moment that nobody saw', () => {
  expect(isInOrder({ ...round, timeline: { ...round.timeline, begunMs: undefined } })).toBe(true);
});
