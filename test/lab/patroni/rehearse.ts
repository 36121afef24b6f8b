import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { searchForSecrets } from '../../../.config/leaks.mjs';
import { calledOffByParent } from '../called-off.ts';
import { createCrew } from '../crew.ts';
import { startLabCloud } from '../lab-cloud.ts';
import { namespaceOf } from '../layout.ts';
import type { HostName } from '../layout.ts';
import { createLabEtcd } from '../lease/etcd.ts';
import { folderOf } from '../premises.ts';
import { createPulse } from '../pulse.ts';
import { startDatabaseClient } from './client.ts';
import { createPatroniHost } from './host.ts';
import { parsePatroniOrder } from './order.ts';
import { findPostgres } from './postgres.ts';
import { changes, runPatroniRound } from './round.ts';
import type { Change, PatroniLab, PatroniRound } from './round.ts';
import { floatingIp, patroniScenario } from './scenario.ts';

/** From inside the fabric: `rehearse.ts LAB-ID SCENARIO [OPTION]…`. Ends with 1 where a round has failed. */

const [labId = '', , ...args] = process.argv.slice(2);
const { rounds, by } = parsePatroniOrder(args);
const signal = calledOffByParent();
const crew = createCrew(signal);
const pulse = createPulse(signal);
const folder = folderOf(labId);
const traces = join(folder, 'traces');

async function openLab(): Promise<PatroniLab> {
  const { hosts: names } = patroniScenario;
  // postgres has to get at its own folders in there.
  for (const path of [folder, traces]) mkdirSync(path, { recursive: true });
  for (const path of [folder, traces]) chmodSync(path, 0o755);
  const diskOf = (name: HostName): { folder: string; remove(): void } => {
    return { folder: join(folder, `etcd-${name}`), remove: () => undefined };
  };
  const pace = { answerMs: 0, moveMs: 20 };
  const onMove = (): void => undefined;
  const cloud = await startLabCloud({ crew, pulse, scenario: patroniScenario, pace, onMove });
  const etcd = createLabEtcd({ crew, pulse, labId, hosts: names, diskOf });
  for (const member of etcd.members) member.start();
  await etcd.untilWhole();
  const postgres = findPostgres();
  const base = { crew, pulse, labId, folder: traces, postgres, by };
  const hosts = names.slice(0, 2).map((name) => createPatroniHost(name, base));
  crew.atEnd(async () => await Promise.all(hosts.map((host) => host.stop())));
  for (const host of hosts) await host.start();
  const namespace = namespaceOf(labId, 'client');
  const client = startDatabaseClient({ crew, pulse, namespace, ip: floatingIp });
  return { hosts, cloud, client, pulse };
}

async function rehearse(lab: PatroniLab): Promise<boolean> {
  let isWell = true;
  const lines: string[] = [];
  for (const change of changes) {
    console.error(`${change.name}: ${change.title}`);
    const passed: PatroniRound[] = [];
    for (let number = 1; number <= rounds; number += 1) {
      const round = await tryRound(lab, change, number);
      if (round !== undefined) passed.push(round);
    }
    isWell &&= passed.length === rounds;
    lines.push(summaryOf(change.name, passed));
  }
  console.log(`\nPatroni, PostgreSQL and etcd, by ${by}\n${lines.join('\n')}`);
  return isWell;
}

/** Returns nothing where it has failed. */
async function tryRound(
  lab: PatroniLab,
  change: Change,
  number: number,
): Promise<PatroniRound | undefined> {
  const label = String(number).padStart(4);
  try {
    const round = await runPatroniRound(lab, change);
    console.error(`${label}  ${describe(round)}`);
    return round;
  } catch (error) {
    signal.throwIfAborted();
    console.error(`${label}  FAILED  ${String(error)}`);
    for (const host of lab.hosts) console.error(await host.history().catch(String));
    return undefined;
  }
}

function describe({ from, to, gapMs, afterPatroniMs, standbys }: PatroniRound): string {
  const after = `${afterPatroniMs.toFixed(0)} ms after Patroni said so`;
  return `${from} → ${to}: no write for ${gapMs.toFixed(0)} ms, ${after}, ${standbys} answers of a standby`;
}

function summaryOf(name: string, passed: readonly PatroniRound[]): string {
  const span = (measure: (round: PatroniRound) => number): string => {
    const values = passed.map(measure).toSorted((a, b) => a - b);
    const middle = values[Math.floor((values.length - 1) / 2)] ?? NaN;
    return `${middle.toFixed(0)}, at most ${Math.max(...values).toFixed(0)}`;
  };
  const standbys = span((one) => one.standbys);
  return `${passed.length === rounds ? 'ok' : 'FAILED'}  ${name}: ${passed.length} of ${rounds}; no write for ${span((one) => one.gapMs)} ms; the client there ${span((one) => one.afterPatroniMs)} ms after Patroni said so; answers of a standby ${standbys}`;
}

try {
  const isWell = await rehearse(await openLab());
  if (!isWell) process.exitCode = 1;
} finally {
  await crew.close();
  const { files, found } = searchForSecrets(traces);
  const leaks = found.filter((path) => !path.includes('/do_token'));
  console.log(`Searched ${files} files for secrets; found ${leaks.length} times`);
  if (leaks.length > 0) process.exitCode = 1;
}
