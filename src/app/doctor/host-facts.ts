import { lookup } from 'node:dns/promises';
import { readdirSync, readFileSync, realpathSync, statfsSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

import type { TripRow } from '../../core/jitter.ts';
import { certificateOf } from '../../lib/http/certificate.ts';
import type { Certificate } from '../../lib/http/certificate.ts';
import type { MeasureTripsOptions } from '../../lib/jitter/measure-trips.ts';
import { commandOf, namespaceOf, processIds, readOf } from '../../lib/processes/processes.ts';
import { runProgram } from '../../lib/processes/run-program.ts';
import type { ProgramOptions, ProgramRun } from '../../lib/processes/run-program.ts';
import { systemClock } from '../../lib/time/clock.ts';

/** What the checks ask of this host. All of it only looks. */
export interface HostFacts {
  /** This user. */
  readonly uid: number;
  readonly hostname: string;
  /** The hook that this floatip comes with. */
  readonly ownHook: string;
  /** What is at the end of a path; nothing where nothing is, or nobody may look. */
  stats(path: string): Stats | undefined;
  text(path: string): string | undefined;
  /** What is in a folder; nothing where there is none. */
  names(folder: string): readonly string[] | undefined;
  freeBytes(folder: string): number | undefined;
  processIds(): readonly number[];
  /** Whether a process serves the network of this one: many hosts may be in one, as in a laboratory. */
  isHere(pid: number): boolean;
  commandOf(pid: number): readonly string[];
  /** With which environment a process was started, where this user may see it. */
  environmentOf(pid: number): Readonly<Record<string, string>> | undefined;
  run(command: readonly string[], options: ProgramOptions): Promise<ProgramRun>;
  /** The IPs that a name stands for. Throws the system's error. */
  lookup(name: string): Promise<readonly string[]>;
  certificateOf(url: URL, signal: AbortSignal): Promise<Certificate>;
  /** Throws `transport`. */
  measureTrips(order: Omit<MeasureTripsOptions, 'clock'>): Promise<TripRow>;
}

export function factsOfThisHost(): HostFacts {
  return {
    uid: process.getuid?.() ?? 0,
    hostname: hostname(),
    ownHook: join(dirname(programFile()), '../hooks/keepalived-notify'),
    stats: (path) => orNothing(() => statSync(path)),
    text: (path) => orNothing(() => readFileSync(path, 'utf8')),
    names: (folder) => orNothing(() => readdirSync(folder)),
    freeBytes: (folder) =>
      orNothing(() => {
        const { bavail, bsize } = statfsSync(folder);
        return bavail * bsize;
      }),
    processIds,
    isHere: (pid) => namespaceOf(pid, 'net') === namespaceOf('self', 'net'),
    commandOf,
    environmentOf,
    run: runProgram,
    lookup: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
    certificateOf,
    measureTrips,
  };
}

/** Loaded only here: few have it measured. */
async function measureTrips(order: Omit<MeasureTripsOptions, 'clock'>): Promise<TripRow> {
  const measure = await import('../../lib/jitter/measure-trips.ts');
  return await measure.measureTrips({ ...order, clock: systemClock });
}

/** npm links it into a folder of programs. */
function programFile(): string {
  const [, script = ''] = process.argv;
  return orNothing(() => realpathSync(script)) ?? script;
}

function orNothing<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

function environmentOf(pid: number): Readonly<Record<string, string>> | undefined {
  const text = readOf(pid, 'environ');
  if (text === undefined) return undefined;
  const lines = text.split('\0').filter((line) => line.includes('='));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
