import { entriesOf, inMs } from './report.ts';
import type { Entry } from './report.ts';
import { isInOrder, summarise } from './sample.ts';
import type { Sample } from './sample.ts';
import { contestants } from './trials.ts';

export interface Verdict {
  readonly text: string;
  readonly isMet: boolean;
}

/** Whether what was measured is what floatip promises. What was not measured is not met. */
export function judge(samples: readonly Sample[]): readonly Verdict[] {
  const entries = entriesOf(samples);
  const cables = entries.filter(({ trial, moveMs }) => trial.drill === 'cable' && moveMs === 0);
  const script = cables.find(({ by }) => by === 'recipe');
  return [
    ...cables.filter(({ by }) => by === 'fifo').map((entry) => restAtMost(30, entry, script)),
    ...cables.filter(({ by }) => by === 'hooks').map((entry) => restAtMost(150, entry, script)),
    ...entries.filter(({ trial }) => trial.detect === 'fast').map(soon),
    ...entries.filter(({ by, moveMs }) => by === 'fifo' && moveMs > 0).map(underASecond),
    allPassed(entries),
    inOrder(entries.filter(({ trial }) => trial.isDead)),
  ];
}

/** The same of nothing but what keepalived is told to notice at once. */
export function judgeQuick(samples: readonly Sample[]): readonly Verdict[] {
  const entries = entriesOf(samples).filter(({ trial }) => trial.detect === 'fast');
  return [...entries.map(soon), allPassed(entries), inOrder(entries)];
}

function restAtMost(most: number, entry: Entry, script: Entry | undefined): Verdict {
  const rest = restOf(entry);
  const beside = `the script ${inMs(script && restOf(script))}`;
  const text = `${nameOf(entry)}: ${inMs(rest)} ms above detection, at most ${most}; ${beside}`;
  return { text, isMet: rest !== undefined && rest <= most };
}

/** Where keepalived is told to miss a host at once: a tenth of a second, and the cloud's own time. */
function soon(entry: Entry): Verdict {
  const outage = entry.sample && summarise(entry.sample).outage;
  const most = 100 + entry.moveMs;
  const text = `${nameOf(entry)}: outage ${inMs(outage)} ms, at most ${most}`;
  return { text, isMet: outage !== undefined && outage <= most };
}

function restOf({ sample }: Entry): number | undefined {
  return sample && summarise(sample).rest;
}

function underASecond(entry: Entry): Verdict {
  const longest = entry.sample && summarise(entry.sample).longest;
  const text = `${nameOf(entry)}: longest ${inMs(longest)} ms, under 1000`;
  return { text, isMet: longest !== undefined && longest < 1000 };
}

/** The script's as well: where a number is missing, nothing is compared. */
function allPassed(entries: readonly Entry[]): Verdict {
  let [passed, rounds] = [0, 0];
  for (const { sample } of entries) {
    passed += sample?.passed.length ?? 0;
    rounds += sample?.rounds ?? 0;
  }
  const text = `at the true master: ${passed} of ${rounds} rounds`;
  const isWhole = (sample: Sample): boolean => sample.passed.length === sample.rounds;
  return { text, isMet: entries.every(({ sample }) => sample !== undefined && isWhole(sample)) };
}

function inOrder(entries: readonly Entry[]): Verdict {
  const rounds = entries.flatMap(({ sample }) => sample?.passed ?? []);
  const orderly = rounds.filter(isInOrder).length;
  const text = `causes seen before their effects: ${orderly} of ${rounds.length} rounds`;
  return { text, isMet: orderly === rounds.length };
}

function nameOf({ trial, by, moveMs }: Entry): string {
  const how = trial.detect === undefined ? '' : ` with ${trial.detect} detection`;
  return `${trial.drill}${how}, ${contestants[by]}, cloud ${moveMs} ms`;
}
