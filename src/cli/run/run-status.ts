import { wantsColor } from '../../app/io.ts';
import type { Session } from '../../app/session.ts';
import { status } from '../../app/status.ts';
import type { AddressStatus } from '../../app/status.ts';
import { exitCodeOfResults } from '../../core/outcome.ts';
import type { FailureReport } from '../../core/outcome.ts';
import type { Clouds } from '../../providers/clouds.ts';
import { configWarnings, withSession } from '../open.ts';
import type { WorkOptions } from '../options.ts';
import { explainFailure, subjectOf, withConfig } from '../print/explain.ts';
import { printJson, printWarnings } from '../print/print-report.ts';
import { printStatusTable } from '../print/status-table.ts';
import { tellingFailures } from '../print/telling-failures.ts';
import { orderOf } from '../work-order.ts';
import type { Work } from '../work.ts';

export interface StatusOptions extends WorkOptions {
  readonly wide?: true;
  readonly watch?: true;
}

/** Prints who holds what: a table, or one JSON object. */
export async function runStatus({ wanted, options, context }: Work<StatusOptions>): Promise<void> {
  const { io, finish } = context;
  const json = options.json === true;
  const work = async (session: Session): Promise<void> => {
    const report = await status(await orderOf(wanted, options, session), session);
    const { whatIsElsewhere } = await import('../../app/elsewhere.ts');
    const apart = whatIsElsewhere(session);
    const { self, addresses } = report;
    const warnings = [...configWarnings(session), ...apart, ...report.warnings];
    const told = warnings.length === 0 ? {} : { warnings };
    if (json) printJson({ self, addresses, ...told }, io);
    else {
      const color = options.color && wantsColor(io.stdout, io.env);
      const wide = options.wide === true ? await attachmentsOf(io.clouds) : undefined;
      printStatusTable(report, { io, color, wide });
    }
    for (const address of report.addresses) {
      const error = errorOf(address);
      if (error === undefined) continue;
      io.stderr.write(explainFailure(withConfig(error, options.config), subjectOf(address)));
    }
    printWarnings(warnings, io);
    finish(exitCodeOfResults(report.addresses.map(asResult)));
  };
  const nothing = { self: null, addresses: [] };
  await tellingFailures({ json, io, nothing }, () =>
    withSession({ ...options, mayGoOn: true }, io, work),
  );
}

/** What can be on an address, in any cloud. */
async function attachmentsOf(clouds: Clouds): Promise<readonly string[]> {
  const kinds = (await clouds.describeAll()).flatMap((cloud) => cloud.kinds);
  return [...new Set(kinds.flatMap(({ attachment }) => attachment ?? []))];
}

function asResult(address: AddressStatus): Parameters<typeof exitCodeOfResults>[0][number] {
  const error = errorOf(address);
  return error === undefined ? { outcome: 'already-held' } : { outcome: 'failed', error };
}

function errorOf({ owner, error }: AddressStatus): FailureReport | undefined {
  return owner.state === 'unknown' ? owner.error : error;
}
