import type { Result } from '../../../src/core/outcome.ts';
import { processesOf, writesOf } from './chronicle.ts';
import type { Chronicle, Write } from './chronicle.ts';
import { addressOf, isClean, lookOf } from './passage.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { followed, untouched } from './topology.ts';

/** What floatip promises, whatever happens. Each says how it was broken, or nothing. */
export type Promised = (chronicle: Chronicle) => readonly string[];

/** Times are sums of fractions. */
const roundingMs = 0.001;
const exitCodes: ReadonlySet<number> = new Set([0, 3, 4, 5, 6, 7, 8, 143]);

/** Once the trouble is over and one node is MASTER, that node soon holds everything. */
export const heals: Promised = ({ world, master, endedAtMs, calmFromMs }) => {
  const { reservedIps } = world.cloud.digitalocean;
  const afterMs = Math.round(endedAtMs - calmFromMs);
  return followed.flatMap((ip) => {
    const holder = reservedIps.get(ip)?.droplet;
    if (holder === master.id) return [];
    return [`${afterMs} ms after the trouble ${ip} is at ${holder}, not at MASTER ${master.id}`];
  });
};

/** Nobody sends a write who knows, or could know, that it is not for this node to hold the address. */
export const obeys: Promised = (chronicle) =>
  writesOf(chronicle).flatMap(({ process, passage, objection }) => {
    if (objection === undefined) return [];
    return [`${process.name} wrote at ${passage.sentAtMs} although ${objection}`];
  });

/** What a process says it brought about was so when it last looked, and it counts what it sent. */
export const tellsTheTruth: Promised = (chronicle) => {
  const writes = writesOf(chronicle);
  return processesOf(chronicle).flatMap((process) => {
    if (process.run === undefined) return [];
    const results = process.results;
    const own = writes.filter((write) => write.process === process);
    return followed.flatMap((ip) => {
      const result = results.find((one) => one.ip === ip);
      const sent = own.filter(({ passage }) => addressOf(passage) === ip).length;
      const broken: string[] = [];
      if ((result?.writes ?? 0) !== sent) {
        broken.push(`${process.name} sent ${sent} writes for ${ip}, and says ${result?.writes}`);
      }
      const seen = lastSeen(process, ip);
      if (saysHeld(results, ip) && seen !== process.host.id) {
        broken.push(`${process.name} says ${result?.outcome} of ${ip}, and saw it at ${seen}`);
      }
      return broken;
    });
  });
};

/** No run says that it has taken an address when what it took it for had ended before it last looked. */
export const knowsWhenItIsOver: Promised = ({ nodes }) =>
  nodes.flatMap(({ facts }) =>
    followed.flatMap((ip) => {
      const last = new Map<SimulatedProcess, boolean>();
      for (const fact of facts) {
        if (fact.type !== 'answered' || lookOf(fact.passage)?.ip !== ip) continue;
        // Cron only reports what is here already, whoever has brought it.
        if (fact.process.event !== undefined) last.set(fact.process, fact.isOver);
      }
      const late = [...last].filter(([{ results }, isOver]) => isOver && saysHeld(results, ip));
      return late.map(([{ name }]) => `${name} says that it has ${ip}, and it was over by then`);
    }),
  );

function saysHeld(results: readonly Result[], ip: string): boolean {
  const { outcome } = results.find((one) => one.ip === ip) ?? {};
  return outcome === 'moved' || outcome === 'already-held';
}

function lastSeen(process: SimulatedProcess, ip: string): number | null | undefined {
  return process.answered
    .filter((passage) => addressOf(passage) === ip)
    .flatMap((passage) => lookOf(passage) ?? [])
    .at(-1)?.holder;
}

/**
 * A run writes once, and once more for every write that met trouble and every time that somebody
 * else may have changed the address: no more.
 */
export const writesSparingly: Promised = (chronicle) => {
  const writes = writesOf(chronicle);
  const broken: string[] = [];
  for (const process of new Set(writes.map((write) => write.process))) {
    for (const ip of followed) {
      const about = writes.filter(({ passage }) => addressOf(passage) === ip);
      const own = about.filter((write) => write.process === process);
      const clean = own.filter(({ passage }) => isClean(passage)).length;
      const allowed =
        1 +
        changesByOthers(
          process,
          about,
          chronicle.hands.filter((hand) => hand.ip === ip),
        );
      if (clean <= allowed) continue;
      broken.push(`${process.name} wrote ${ip} ${clean} times, for ${allowed} reasons`);
    }
  }
  return broken;
};

/** Somebody's own change, by hand, takes this long at most. */
const slowHandMs = 3000;

/** How often somebody else may have changed an address while a process was at work. */
function changesByOthers(
  process: SimulatedProcess,
  writes: readonly Write[],
  hands: Chronicle['hands'],
): number {
  const { beganAtMs, endedAtMs, host } = process;
  const others = writes.filter(({ node, passage: { landed } }) => {
    if (node === host || landed?.action === undefined) return false;
    return landed.atMs <= endedAtMs && landed.atMs + landed.action.fate.ms >= beganAtMs;
  });
  const byHand = hands.filter(({ atMs }) => atMs <= endedAtMs && atMs + slowHandMs >= beganAtMs);
  return others.length + byHand.length;
}

/** What is not this cluster's is never written to, and nobody gives an address to another node. */
export const mindsItsOwn: Promised = (chronicle) => {
  const { reservedIps } = chronicle.world.cloud.digitalocean;
  const strange = writesOf(chronicle).filter(({ node, passage }) => {
    const body: unknown = JSON.parse(passage.request.body);
    const isOwn = JSON.stringify(body) === `{"type":"assign","droplet_id":${node.id}}`;
    return !isOwn || !followed.some((ip) => ip === addressOf(passage));
  });
  const moved = [...untouched].filter(([ip, holder]) => reservedIps.get(ip)?.droplet !== holder);
  return [
    ...strange.map(
      ({ process, passage: { request } }) =>
        `${process.name} sent ${request.method} ${request.path} ${request.body}`,
    ),
    ...moved.map(([ip]) => `${ip} was moved`),
  ];
};

/** Every process ends in time, with an exit code that means something. */
export const endsProperly: Promised = (chronicle) =>
  processesOf(chronicle).flatMap((process) => {
    const { run, beganAtMs, endedAtMs, stoppedMs } = process;
    const untilMs = Math.min(endedAtMs, chronicle.endedAtMs);
    if (untilMs - beganAtMs > chronicle.deadlineMs + stoppedMs + roundingMs)
      return [`${process.name} took ${untilMs - beganAtMs}`];
    if (run === undefined) return [];
    const isBug = run.stderr.includes('This is a bug');
    if (!isBug && exitCodes.has(run.code)) return [];
    return [`${process.name} exited with ${run.code}: ${run.stderr}`];
  });
