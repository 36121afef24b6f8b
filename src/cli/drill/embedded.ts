import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { phasesOf } from '../../app/drill/drill-report.ts';
import type { Rehearsal } from '../../app/drill/drill-report.ts';
import { drill } from '../../app/drill/drill.ts';
import { createEar } from '../../app/drill/ear.ts';
import type { Ear } from '../../app/drill/ear.ts';
import type { AddressDrill, MovesOrder } from '../../app/drill/moves.ts';
import { survey } from '../../app/drill/survey.ts';
import type { Io } from '../../app/io.ts';
import type { Session } from '../../app/session.ts';
import type { Address } from '../../core/address.ts';
import type { Percentiles } from '../../core/percentiles.ts';
import type { Scene } from '../../emulator/emulated-cloud.ts';
import { cloudEntries } from '../../emulator/registry.ts';
import { serveCloud } from '../../emulator/serve.ts';
import type { ServedCloud } from '../../emulator/serve.ts';
import { parseTopology } from '../../emulator/topology.ts';
import { systemClock } from '../../lib/time/clock.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import { configOf, topologyOf } from '../demo/scenes.ts';
import { withSession } from '../open.ts';

export interface EmbeddedOrder extends MovesOrder {
  /** The clouds to drill on. */
  readonly clouds: readonly string[];
  /** The kinds of addresses; without it, all that a drill can move. */
  readonly kinds?: ReadonlySet<string> | undefined;
  /** The first move of each address takes so long that the cloud is asked how far it is. */
  readonly hasSlowStart?: boolean;
}

export interface EmbeddedDrill {
  readonly drills: readonly AddressDrill[];
  readonly ear: Ear;
  /** What a drill cannot move, and why. */
  readonly skipped: readonly Failure[];
}

/** A drill of the embedded clouds, on ports of this machine: nothing else takes part in it, and nothing stays. */
export async function drillEmbedded(order: EmbeddedOrder, io: Io): Promise<EmbeddedDrill> {
  const shown = cloudEntries.filter(([name]) => order.clouds.includes(name));
  const scenes = shown.map(([, { title, scene }]) => ({ title, scene }));
  const topology = topologyOf(scenes);
  const served = await serveCloud(parseTopology({ path: 'the drill', text: topology }));
  const ear = createEar();
  const done: EmbeddedDrill[] = [];
  try {
    for (const { scene } of scenes) done.push(await drillScene(scene, { order, served, ear, io }));
  } finally {
    await served.close();
  }
  return {
    ear,
    drills: done.flatMap(({ drills }) => drills),
    skipped: done.flatMap(({ skipped }) => skipped),
  };
}

interface Stage {
  readonly order: EmbeddedOrder;
  readonly served: ServedCloud;
  readonly ear: Ear;
  readonly io: Io;
}

async function drillScene(scene: Scene, { order, served, ear, io }: Stage): Promise<EmbeddedDrill> {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-drill-'));
  const config = join(folder, 'config.yaml');
  const { adapter: _network, progress: _line, startSender: _sender, ...rest } = io;
  const env = {
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    ...scene.env(served),
  };
  const drills: AddressDrill[] = [];
  const skipped: Failure[] = [];
  try {
    writeFileSync(config, configOf(scene), { mode: 0o600 });
    const wishes = { config, color: false, logLevel: 'silent', listen: ear.listen } as const;
    await withSession(wishes, { ...rest, env, clock: systemClock }, async (session) => {
      const wanted = session.config.addresses.filter(
        ({ kind }) => order.kinds?.has(kind) !== false,
      );
      for (const address of wanted) {
        if (order.hasSlowStart === true) slowDown(served);
        const done = await drillOne(address, { scene, order, session, served });
        if (isFailure(done)) skipped.push(done);
        else drills.push(...done);
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { drills, ear, skipped };
}

/**
 * Until somebody ends it, changes take so long that the cloud is asked how far they are, more than once, and answers
 * so late that what it says at the end is heard as well.
 */
function slowDown({ cloud: { faults } }: ServedCloud): void {
  faults.add({ times: 0, fault: { type: 'action', ms: 2000 } });
  faults.add({ times: 0, fault: { type: 'latency', ms: 100 } });
}

interface Drilling {
  readonly scene: Scene;
  readonly order: EmbeddedOrder;
  readonly session: Session;
  readonly served: ServedCloud;
}

/** Why it cannot be drilled is what is to be known of its kind; anything else is thrown. */
async function drillOne(
  address: Address,
  { scene, order, session, served }: Drilling,
): Promise<readonly AddressDrill[] | Failure> {
  const [, to] = Object.keys(scene.hosts);
  const { deadlineMs, hasSlowStart = false } = order;
  const onMove: MovesOrder['onMove'] = (plan, move) => {
    if (hasSlowStart) served.cloud.faults.clear();
    order.onMove(plan, move);
  };
  try {
    const plans = await survey({ addresses: [address], to, deadlineMs }, session);
    return await drill(plans, { ...order, onMove }, session);
  } catch (error) {
    if (isFailure(error, 'usage')) return error;
    throw error;
  }
}

/** What the embedded clouds do in such a drill, to hold the real ones against. */
export async function rehearse(
  addresses: readonly Address[],
  deadlineMs: number,
  io: Io,
): Promise<Rehearsal> {
  const clouds = [...new Set(addresses.map(({ cloud }) => cloud))];
  const kinds = new Set(addresses.map(({ kind }) => kind));
  const quiet = { deadlineMs, onMove: () => undefined };
  const order = { ...quiet, clouds, kinds, rounds: 1, hasSlowStart: true };
  const { drills, ear } = await drillEmbedded(order, io);
  const totals = [...kinds].flatMap((kind): [string, Percentiles][] => {
    const ofKind = drills.filter(({ plan }) => plan.address.kind === kind);
    const moves = ofKind.flatMap((one) => one.moves.slice(1));
    const { total } = phasesOf(moves);
    return total === undefined ? [] : [[kind, total]];
  });
  return { of: ear.of, embeddedMs: Object.fromEntries(totals) };
}
