import type { Report } from '../../app/command.ts';
import type { Io } from '../../app/io.ts';
import { reconcile } from '../../app/reconcile.ts';
import { rolesIn } from '../../app/roles.ts';
import type { Session } from '../../app/session.ts';
import { warningsHere } from '../../app/status.ts';
import type { Config } from '../../config/config.ts';
import { defaultConfigPath } from '../../config/load.ts';
import { exitCodeOfResults, exitCodes } from '../../core/outcome.ts';
import type { Notice } from '../../core/warning.ts';
import { asFailure, Failure } from '../../ports/failure.ts';
import type { Context } from '../context.ts';
import { configWarnings, withSession } from '../open.ts';
import type { HookOptions } from '../options.ts';
import { explainFailure } from '../print/explain.ts';
import { isProbed } from '../print/is-probed.ts';
import { printReport, withWarnings } from '../print/print-report.ts';
import { tellingFailures } from '../print/telling-failures.ts';

export interface ReconcileOptions extends HookOptions {
  readonly dryRun: boolean;
  readonly verbose?: true;
  /** The folder that node_exporter collects text files from. */
  readonly textfile?: string;
}

/** One pass over what follows something, its metrics included. Throws `config` where nothing is listed. */
export async function runReconcile(
  options: ReconcileOptions,
  { io, finish }: Context,
): Promise<void> {
  const { dryRun, verbose, timeout, textfile } = options;
  const json = options.json === true;
  const work = async (session: Session): Promise<void> => {
    const { addresses: all, timing } = session.config;
    if (all.length === 0) throw nothingListed(session.config);
    const order = {
      addresses: all.filter(({ follow }) => follow !== undefined),
      deadlineMs: timeout ?? timing.deadlineMs,
      cause: 'reconcile',
      dryRun,
    };
    const apart = await elsewhere(session);
    const report = withWarnings(await reconcile(order, session), [
      ...configWarnings(session),
      ...apart,
    ]);
    const isWell = apart.length === 0;
    const code = exitCodeOfResults(report.results) || (isWell ? exitCodes.ok : exitCodes.config);
    const isWritten =
      textfile === undefined || (await tryMetrics(textfile, { report, session, io }));
    finish(code === exitCodes.ok && !isWritten ? exitCodes.config : code);
    const printing = { json, quiet: verbose !== true, io, config: options.config };
    if (!isProbed(session)) printReport(report, printing);
    else {
      const { printProbed } = await import('../print/print-probed.ts');
      await printProbed(report, session, printing);
    }
  };
  await tellingFailures({ json, io }, () => withSession({ ...options, mayGoOn: true }, io, work));
}

/** Loaded only here: a hook asks for none of it. */
async function elsewhere(session: Session): Promise<readonly Notice[]> {
  const { whatIsElsewhere } = await import('../../app/elsewhere.ts');
  return whatIsElsewhere(session);
}

/** To cron, a config that is gone must not look like one with which all is well. */
function nothingListed({ path }: Config): Failure {
  const why =
    path === undefined ? `no config file at ${defaultConfigPath}` : `no address in ${path}`;
  return new Failure('config', `There is nothing to reconcile: there is ${why}`, {
    hint: 'List addresses there, or name another file with --config',
  });
}

interface Written {
  readonly report: Report;
  readonly session: Session;
  readonly io: Io;
}

/** What was done to the addresses is done and told, whether it could be measured or not. */
async function tryMetrics(folder: string, written: Written): Promise<boolean> {
  try {
    await writeMetrics(folder, written);
    return true;
  } catch (error) {
    written.io.stderr.write(explainFailure(asFailure(error)));
    return false;
  }
}

/** Loaded only here: most runs are not measured. */
async function writeMetrics(folder: string, { report, session, io }: Written): Promise<void> {
  const [{ metricsOf }, { writeTextfile }] = await Promise.all([
    import('../../watch/reconcile-metrics.ts'),
    import('../../telemetry/textfile.ts'),
  ]);
  const { config } = session;
  const roles = rolesIn(session);
  const text = await metricsOf({
    report,
    addresses: config.addresses.filter(({ follow }) => follow !== undefined),
    cluster: config.cluster,
    warnings: warningsHere(session),
    isOurs: (address) => roles.roleOf(address) === 'MASTER',
    wall: io.clock.wall,
  });
  writeTextfile(folder, text);
}
