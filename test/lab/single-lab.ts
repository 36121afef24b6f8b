import { calledOffBySignals } from './called-off.ts';
import { isEquipped, notEquipped } from './equipment.ts';
import type { Requirement } from './requirements.ts';
import type { Scenario } from './scenario.ts';
import { stage } from './stage.ts';

/** A lab of one scenario, which has a command of its own. */
export interface SingleLab {
  readonly usage: string;
  /** Throws what is wrong with the arguments. */
  readonly parse: (args: readonly string[]) => { readonly keep: boolean };
  readonly requirements: readonly Requirement[];
  /** What is run inside. */
  readonly script: string;
  readonly scenario: Scenario;
}

/** Runs such a command to its exit code. */
export async function runSingleLab(
  args: readonly string[],
  { usage, parse, requirements, script, scenario }: SingleLab,
): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  let keep: boolean;
  try {
    ({ keep } = parse(args));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  if (!isEquipped([], requirements)) return notEquipped;
  const calledOff = calledOffBySignals();
  const isWell = await stage({ script, scenario, args, keep, calledOff });
  return calledOff.aborted ? 130 : isWell ? 0 : 1;
}
