import { expect } from 'vitest';

import type { Result } from '../../src/core/outcome.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { reportOf } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import type { KindCase, TroubleName } from './kind-case.ts';

/** A host in front of one kind of address. */
export interface Scene {
  readonly of: KindCase;
  readonly host: KeepalivedHost;
}

/** One address, at a node or at nobody. */
export function sceneWith(of: KindCase, at: string | null): Scene {
  const scene = sceneOf(of, [of.entry], of.topology);
  of.place(scene.host.world.cloud, at);
  return scene;
}

export function sceneOf(of: KindCase, entries: readonly string[], topology: string): Scene {
  const lines = entries.map((entry, index) => {
    const name = index === 0 ? 'web' : `web${index}`;
    return `  - { name: ${name}, kind: ${of.kind}, follow: VI_1, ${entry} }`;
  });
  const host = keepalivedHost(`addresses:\n${lines.join('\n')}\n`, topology, {
    node: of.self,
    env: of.env ?? {},
    clouds: of.clouds,
    announce: ({ cloud }, ip) => of.announce?.(cloud, ip),
  });
  if (of.vip !== undefined) host.ips.add(of.vip);
  of.connect?.(host);
  return { of, host };
}

export function makeTrouble({ of, host }: Scene, name: TroubleName, times: number): void {
  const trouble = of.troubles[name];
  if (typeof trouble === 'function') trouble(host);
  else host.world.cloud.faults.add({ ...trouble, times });
}

export function holderIn({ of, host }: Scene): string | null {
  return of.holder(host.world.cloud);
}

/** What a run says of the one address, which has to be as many writes as the cloud has seen. */
export function resultOf({ of, host }: Scene, run: MainRun): Result {
  const { results } = reportOf(run);
  expect(results).toHaveLength(1);
  expect(results[0]?.writes).toBe(of.writes(host.world.cloud));
  return results[0]!;
}

/** The address has come here, and the run says so. */
export function expectMoved(scene: Scene, run: MainRun): Result {
  const result = resultOf(scene, run);
  expect({ code: run.code, outcome: result.outcome }).toEqual({ code: 0, outcome: 'moved' });
  expect(holderIn(scene)).toBe(scene.of.self);
  return result;
}

/** Lets time pass. */
export async function pass({ host: { clock } }: Scene, ms: number): Promise<void> {
  await clock.run(new Promise<void>((resolve) => clock.after(ms, resolve)));
}
