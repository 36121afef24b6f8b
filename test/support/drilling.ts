import type { DrilledAddress, DrillReport, Rehearsal } from '../../src/app/drill/drill-report.ts';
import { drill } from '../../src/app/drill/drill.ts';
import { createEar } from '../../src/app/drill/ear.ts';
import { survey } from '../../src/app/drill/survey.ts';
import type { Terminal } from '../../src/app/io.ts';
import { withSession } from '../../src/cli/open.ts';
import { explainFailure } from '../../src/cli/print/explain.ts';
import { runDrill } from '../../src/cli/run/run-drill.ts';
import type { DrillOptions } from '../../src/cli/run/run-drill.ts';
import { exitCodeOf } from '../../src/core/outcome.ts';
import type { FailureReport } from '../../src/core/outcome.ts';
import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { asFailure } from '../../src/ports/failure.ts';
import type { KindCase } from '../contract/kind-case.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeHost } from './fake-host.ts';
import { startInProcessCloud } from './in-process-cloud.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { openIo, runMain, transcribe } from './run-main.ts';
import type { MainRun } from './run-main.ts';
import { temporaryFile, temporaryFolder } from './temporary.ts';

/** A host in front of an address that another node holds, on which drills are run. */
export interface DrillHost {
  readonly of: KindCase;
  readonly clock: FakeClock;
  readonly world: InProcessCloud;
  /** Runs a drill of `web` to its end. */
  drill(given?: Given): Promise<MainRun>;
  /** Runs another command line of the same host. */
  run(line: string): Promise<MainRun>;
}

interface Given {
  readonly options?: Partial<DrillOptions>;
  readonly wanted?: readonly string[];
  readonly signal?: AbortSignal;
  readonly terminal?: Terminal;
  readonly rehearsal?: Rehearsal;
  /** Stands between the host and the cloud. */
  readonly between?: (adapter: HttpAdapter) => HttpAdapter;
}

const nothingRehearsed: Rehearsal = { of: () => new Map(), embeddedMs: {} };

export function drillHost(of: KindCase, follow = ''): DrillHost {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, of.topology);
  const text = `addresses:\n  - { name: web, kind: ${of.kind}, ${of.entry}${follow} }\n`;
  const env = {
    FLOATIP_CONFIG: temporaryFile('config.yaml', text),
    FLOATIP_RUNTIME_DIR: temporaryFolder(),
    FLOATIP_STATE_DIR: temporaryFolder(),
    ...of.env,
  };
  let pid = 1000;
  const main = () => {
    pid += 1;
    return { clock, world, node: of.self, env, host: fakeHost({ ticks: pid, pid }) };
  };
  of.place(world.cloud, of.other);
  return {
    of,
    clock,
    world,
    run: (line) => runMain(line.split(' '), main()),
    async drill(given = {}) {
      const { wanted = ['web'], rehearsal = nothingRehearsed, between } = given;
      const adapter = between?.(world.adapter) ?? world.adapter;
      const base = { ...main(), world: { ...world, adapter } };
      const { io, printed } = openIo({
        ...base,
        ...(given.signal === undefined ? {} : { signal: given.signal }),
        ...(given.terminal === undefined ? {} : { terminal: given.terminal }),
      });
      let code = -1;
      const context = { io, described: [], finish: (exitCode: number) => void (code = exitCode) };
      const options = {
        color: false,
        rounds: 2,
        yes: true,
        logLevel: 'silent',
        ...given.options,
      } as const;
      const rehearsing = (): Promise<Rehearsal> => Promise.resolve(rehearsal);
      try {
        await clock.run(runDrill({ wanted, options, context, rehearsing }));
      } catch (error) {
        const failure = asFailure(error);
        io.stderr.write(explainFailure(failure));
        code = exitCodeOf(failure.class);
      }
      const { stdout, stderr } = printed();
      transcribe(`drill\n${stdout}${stderr}`);
      return { code, stdout, stderr };
    },
  };
}

/** What the same drill hears of a cloud in which nothing is amiss. */
export async function rehearsalOf(of: KindCase): Promise<Rehearsal> {
  const { clock, world, ...rest } = drillHost(of);
  const ear = createEar();
  const folder = temporaryFolder();
  const { io } = openIo({
    clock,
    world,
    node: of.self,
    env: {
      FLOATIP_CONFIG: temporaryFile(
        'config.yaml',
        `addresses:\n  - { name: web, kind: ${of.kind}, ${of.entry} }\n`,
      ),
      FLOATIP_RUNTIME_DIR: folder,
      FLOATIP_STATE_DIR: folder,
      ...rest.of.env,
    },
    host: fakeHost({ ticks: 1, pid: 1 }),
  });
  const quiet = { color: false, logLevel: 'silent', listen: ear.listen } as const;
  const work = withSession(quiet, io, async (session) => {
    const order = { addresses: session.config.addresses, to: undefined, deadlineMs: 60_000 };
    const plans = await survey(order, session);
    await drill(plans, { rounds: 1, deadlineMs: 60_000, onMove: () => undefined }, session);
  });
  await clock.run(work);
  return { of: ear.of, embeddedMs: {} };
}

/** The report that a drill printed as JSON. */
export function drillReportOf({ stdout }: Pick<MainRun, 'stdout'>): DrillReport & {
  readonly version: number;
} {
  return JSON.parse(stdout);
}

/** What it says of the one address. */
export function drilledOf(run: Pick<MainRun, 'stdout'>): DrilledAddress & {
  readonly error?: FailureReport;
} {
  const [first] = drillReportOf(run).addresses;
  if (first === undefined) throw new Error('The report has no address');
  return first;
}
