import { testAlerts } from '../../app/test-alerts.ts';
import type { Tested } from '../../app/test-alerts.ts';
import { exitCodeOf, exitCodes } from '../../core/outcome.ts';
import { plainLine } from '../../core/plain-text.ts';
import type { Context } from '../context.ts';
import { withSession } from '../open.ts';
import type { HookOptions } from '../options.ts';
import { explainFailure } from '../print/explain.ts';
import { printJson } from '../print/print-report.ts';
import { tellingFailures } from '../print/telling-failures.ts';

/** Somebody waits for it. */
const patienceMs = 10_000;

/** Sends test messages, and says of each channel what became of its own. */
export async function runAlertTest(
  wanted: readonly string[],
  options: HookOptions,
  { io, finish }: Context,
): Promise<void> {
  const json = options.json === true;
  await tellingFailures({ json, io, nothing: { channels: [] } }, () =>
    withSession(options, io, async (session) => {
      const timeoutMs = options.timeout ?? patienceMs;
      const channels = await testAlerts({ wanted, timeoutMs }, session);
      if (json) printJson({ channels }, io);
      for (const { name, type, durationMs, error } of channels) {
        if (error !== undefined) io.stderr.write(explainFailure(error, `${name} (${type})`));
        else if (!json) {
          const line = `${name} (${type}): delivered in ${durationMs} ms`;
          io.stdout.write(`${plainLine(line)}\n`);
        }
      }
      finish(exitCodeOfTests(channels));
    }),
  );
}

/** That of the first channel, in config order, that did not take it. */
function exitCodeOfTests(channels: readonly Tested[]): number {
  const failed = channels.find(({ error }) => error !== undefined);
  return failed?.error === undefined ? exitCodes.ok : exitCodeOf(failed.error.class);
}
