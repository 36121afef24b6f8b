import type { Report } from '../../app/command.ts';
import { probeResults } from '../../app/probe/probe-results.ts';
import type { Session } from '../../app/session.ts';
import { plainLine } from '../../core/plain-text.ts';
import { probeText, probeWarning } from '../../core/probe.ts';
import { explainFailure, subjectOf } from './explain.ts';
import { printReport } from './print-report.ts';
import type { PrintOptions } from './print-report.ts';

/**
 * Prints what was done, and then whether somebody answers there. Whoever wants one JSON object gets it once that is
 * known; everybody else reads at once what became of the addresses.
 */
export async function printProbed(
  report: Report,
  session: Session,
  printing: PrintOptions,
): Promise<void> {
  const { json, io } = printing;
  if (!json) printReport(report, printing);
  const found = await probeResults(report.results, report.self?.node, session);
  if (json) {
    const known = new Map(found.map(({ result }) => [result.name, result]));
    const results = report.results.map((result) => known.get(result.name) ?? result);
    printReport({ ...report, results }, printing);
    return;
  }
  for (const { result, probed } of found) {
    const subject = subjectOf(result);
    const message = probeWarning(probed);
    if (message !== undefined) io.stderr.write(explainFailure({ message }, subject));
    else io.stdout.write(`${plainLine(`${subject}: ${probeText(probed)}`)}\n`);
  }
}
