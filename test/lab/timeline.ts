import type { JournalLine } from './journal.ts';
import type { Lab } from './lab.ts';
import type { Places } from './scenario.ts';
import { monotonicOf } from './wall-clock.ts';

/** When each thing of a round was, in milliseconds from the beginning of the trouble on. */
export interface Timeline {
  /** keepalived put its address on the host that is to take over. */
  readonly detectedMs: number | undefined;
  /** floatip began the run that brought the address there. It tells its times in whole milliseconds. */
  readonly begunMs: number | undefined;
  /** The cloud got the first request to change something. */
  readonly requestedMs: number | undefined;
  /** The cloud's books had the addresses at their new place. */
  readonly movedMs: number | undefined;
  /** floatip had read back that the address is there. */
  readonly readBackMs: number | undefined;
}

interface Beginning {
  /** Of `monotonicMs`. */
  readonly beginMs: number;
  /** The same moment in milliseconds since 1970. */
  readonly beganAt: number;
}

export function timelineOf(
  { cloud, host }: Lab,
  places: Places,
  { beginMs, beganAt }: Beginning,
): Timeline {
  const since = (ms: number | undefined): number | undefined =>
    ms === undefined || ms < beginMs ? undefined : ms - beginMs;
  const changes = [...places].flatMap(([instance, name]) => {
    const ms = since(host(name).changedMs(instance));
    return ms === undefined ? [] : [ms];
  });
  const journals = [...new Set(places.values())].map((name) => host(name).journal(beganAt));
  const run = journals.flatMap(runsThatMoved)[0];
  return {
    detectedMs: changes.length === 0 ? undefined : Math.max(...changes),
    begunMs: since(run?.beganMs),
    requestedMs: since(cloud.firstWriteMs(beginMs)),
    movedMs: since(cloud.movedMs()),
    readBackMs: since(run?.endedMs),
  };
}

interface Run {
  readonly beganMs: number;
  readonly endedMs: number;
}

/** A run writes down how it ended when it ends, and how long it took. */
function runsThatMoved(lines: readonly JournalLine[]): readonly Run[] {
  return lines.flatMap(({ at, result }) => {
    if (result?.outcome !== 'moved') return [];
    const endedMs = monotonicOf(Date.parse(at));
    return [{ beganMs: endedMs - result.durationMs, endedMs }];
  });
}
