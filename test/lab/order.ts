import { parseArgs } from 'node:util';

import { detections } from '../../src/core/detection.ts';
import type { Detection } from '../../src/core/detection.ts';
import { drills } from './drills.ts';
import { eventPaths } from './event-path.ts';
import type { EventPath } from './event-path.ts';
import type { CloudPace } from './pace.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

/** What is to be drilled, and how. */
export interface LabArguments {
  readonly scenarios: readonly Scenario[];
  readonly rounds: number;
  /** Names of the drills to be done in a scenario. */
  drillsOf(scenario: Scenario): readonly string[];
  /** How late the cloud's answers come, and how long its moves take; without it, the usual. */
  readonly pace?: CloudPace;
  /** Whether floatip's config names the address of keepalived, so that the interface has the last word. */
  readonly vip: boolean;
  /** How floatip hears of events in a scenario, one after the other. */
  pathsOf(scenario: Scenario): readonly EventPath[];
  /** How soon keepalived misses a host, as `floatip init --detect` has it; without it, the usual. */
  readonly detect?: Detection;
  /** Whether `floatip init` writes the files of the hosts. */
  readonly isMadeByInit: boolean;
  /** Whether to keep what the hosts have written, even where all is well. */
  readonly keep: boolean;
}

const drillNames = drills.map(({ name }) => name);
const scenarioNames = scenarios.map(({ name }) => name);
const short = drills.filter(({ when }) => when === undefined).map(({ name }) => name);
const paths = ['hooks', 'fifo', 'both'] as const;

export const usage = `Usage: npm run lab -- [OPTION]…

Without options: every scenario with every short drill, by hooks, three rounds of each.

  --rounds N       how often each drill is done (3)
  --all            long drills as well, and by hooks, fifo and both, unless --drill or --by say which
  --quick          a few drills of each scenario, each by its own paths, as before every change; goes
                   without --all, --drill and --by
  --scenario NAME  only this one; may be repeated:
${scenarios.map(({ name, title }) => `                     ${name.padEnd(13)}${title}`).join('\n')}
  --drill NAME     only this one, where it makes sense; may be repeated:
                     ${drillNames.join(', ')}
  --by PATH        may be repeated: how floatip hears of events: hooks, fifo (floatip watch), both, or recipe: the
                   script that people paste today, without floatip, for droplets (hooks)
  --cloud MS       how late each answer of the cloud comes, and how long a move takes (0 and 20)
  --vip            give floatip's config a vip, so that the interface has the last word
  --detect NAME    have keepalived miss a host as soon as floatip init --detect NAME has it: fast, balanced, safe
  --made-by init   let floatip init write the files of the hosts
  --keep           keep the logs and journals of the hosts, even where all is well
`;

/** Throws where it makes no sense. */
export function parseLabArguments(args: readonly string[]): LabArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '3' },
      scenario: { type: 'string', multiple: true, default: [] },
      drill: { type: 'string', multiple: true, default: [] },
      cloud: { type: 'string' },
      detect: { type: 'string' },
      by: { type: 'string', multiple: true, default: [] },
      all: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      vip: { type: 'boolean', default: false },
      'made-by': { type: 'string', multiple: true, default: [] },
      keep: { type: 'boolean', default: false },
    },
  });
  const { all, quick, drill, scenario, by, vip, keep } = values;
  refuseUnknown('drill', drill, drillNames);
  refuseUnknown('scenario', scenario, scenarioNames);
  refuseUnknown('path', by, eventPaths);
  const named = scenarios.filter(({ name }) => scenario.includes(name));
  const chosen = named.length > 0 ? named : scenarios;
  const wanted = drill.length > 0 ? drill : all ? drillNames : short;
  const asked: readonly string[] = by.length > 0 ? by : all ? paths : ['hooks'];
  const chosenPaths = eventPaths.filter((path) => asked.includes(path));
  refuseMismatch(chosen, wanted, chosenPaths);
  if (quick) refuseBeside('--quick', { all, drill: drill.length > 0, by: by.length > 0 });
  const madeBy = values['made-by'];
  refuseUnknown('maker', madeBy, ['init']);
  const isMadeByInit = madeBy.length > 0;
  const detect = detectIn(values.detect);
  // What init is told of the hosts, it puts into floatip's config as well.
  if (isMadeByInit) refuseBeside('--made-by init', { vip, detect: detect !== undefined });
  if (chosenPaths.includes('recipe')) refuseBeside('--by recipe', { vip, 'made-by': isMadeByInit });
  return {
    scenarios: chosen,
    rounds: roundsIn(values.rounds),
    ...(detect === undefined ? {} : { detect }),
    ...(values.cloud === undefined ? {} : { pace: paceIn(values.cloud) }),
    drillsOf: (one) =>
      quick ? one.quick.drills : one.drills.filter((name) => wanted.includes(name)),
    pathsOf: (one) => (quick ? one.quick.paths : chosenPaths),
    vip,
    isMadeByInit,
    keep,
  };
}

/** Of all drills, scenarios and paths. */
export function roundsOf(order: LabArguments): number {
  const { drillsOf, pathsOf, rounds } = order;
  let all = 0;
  for (const one of order.scenarios) all += rounds * drillsOf(one).length * pathsOf(one).length;
  return all;
}

function roundsIn(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1) return rounds;
  throw new Error(`--rounds has to be a whole number above 0: ${text}`);
}

function paceIn(text: string): CloudPace {
  const ms = Number(text);
  if (text !== '' && ms >= 0 && Number.isFinite(ms)) return { answerMs: ms, moveMs: ms };
  throw new Error(`--cloud has to be a number of milliseconds: ${text}`);
}

function detectIn(name: string | undefined): Detection | undefined {
  if (name !== undefined) refuseUnknown('detection', [name], detections);
  return detections.find((one) => one === name);
}

function refuseBeside(option: string, others: Readonly<Record<string, boolean>>): void {
  const other = Object.keys(others).find((name) => others[name] === true);
  if (other !== undefined) throw new Error(`${option} and --${other} make no sense together`);
}

function refuseUnknown(what: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Error(`There is no ${what} '${unknown}': expected one of ${known.join(', ')}`);
}

function refuseMismatch(
  chosen: readonly Scenario[],
  wanted: readonly string[],
  asked: readonly EventPath[],
): void {
  const isPossible = chosen.some((one) => one.drills.some((name) => wanted.includes(name)));
  if (!isPossible) {
    const names = chosen.map(({ name }) => name).join(', ');
    throw new Error(`${wanted.join(', ')} makes no sense for ${names}`);
  }
  const isForeign = chosen.some(({ name }) => name !== 'droplets');
  if (asked.includes('recipe') && isForeign) {
    throw new Error('The recipe knows only Droplets: add --scenario droplets');
  }
}
