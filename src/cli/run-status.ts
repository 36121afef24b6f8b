import type { Session } from '../app/session.ts';
import { status } from '../app/status.ts';
import type { AddressStatus, StatusReport } from '../app/status.ts';
import { exitCodeOfResults } from '../core/outcome.ts';
import { explainFailure, subjectOf, withConfig } from './explain.ts';
import { wantsColor } from './io.ts';
import { withSession } from './open.ts';
import { printJson, tellingFailures } from './print-report.ts';
import { printStatusTable } from './status-table.ts';
import { orderOf } from './work.ts';
import type { Work } from './work.ts';

/** Prints who holds what: a table, or one JSON object. */
export async function runStatus({ wanted, options, context }: Work): Promise<void> {
  const { io, finish } = context;
  const json = options.json === true;
  const work = async (session: Session): Promise<void> => {
    const report = await status(await orderOf(wanted, options, session), session);
    if (json) printJson(jsonOf(report), io);
    else printStatusTable(report, { io, color: options.color && wantsColor(io.stdout, io.env) });
    for (const { owner, ...address } of report.addresses) {
      if (owner.state === 'unknown') {
        const failure = withConfig(owner.error, options.config);
        io.stderr.write(explainFailure(failure, subjectOf(address)));
      }
    }
    for (const warning of report.warnings) io.stderr.write(explainFailure(warning));
    finish(exitCodeOfResults(report.addresses.map(asResult)));
  };
  const nothing = { self: null, addresses: [] };
  await tellingFailures({ json, io, nothing }, () => withSession(options, io, work));
}

function jsonOf({ self, addresses, warnings }: StatusReport): object {
  return warnings.length === 0 ? { self, addresses } : { self, addresses, warnings };
}

function asResult({ owner }: AddressStatus): Parameters<typeof exitCodeOfResults>[0][number] {
  return owner.state === 'unknown'
    ? { outcome: 'failed', error: owner.error }
    : { outcome: 'already-held' };
}
