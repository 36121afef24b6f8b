import { assign } from '../../app/assign.ts';
import type { Context } from '../context.ts';
import type { HandOptions } from '../options.ts';
import { runWork } from '../work.ts';

export interface AssignOptions extends HandOptions {
  readonly to?: string;
}

/** Brings addresses to this host, or to another node. Throws as {@link runWork} does. */
export async function runAssign(
  wanted: readonly string[],
  options: AssignOptions,
  context: Context,
): Promise<void> {
  const work = { verb: 'assign', wanted, options, context, node: options.to } as const;
  await runWork(work, (order, session) =>
    assign({ ...order, cause: 'assign', dryRun: options.dryRun, to: options.to }, session),
  );
}
