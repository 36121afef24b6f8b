import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Listening, Scene } from '../../emulator/emulated-cloud.ts';
import { Failure } from '../../ports/failure.ts';
import { installArping } from './arping.ts';
import { configOf } from './scenes.ts';

/** Host lb2 of a scene, on which the real command line runs. */
export interface Host {
  /** Runs one command to its end, and returns what it printed as JSON. */
  run<T>(args: readonly string[]): Promise<T>;
  /** Takes away what the host had on this machine. */
  remove(): void;
}

export function createHost(scene: Scene, listening: Listening, signal: AbortSignal): Host {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-demo-'));
  const config = join(folder, 'config.yaml');
  writeFileSync(config, configOf(scene));
  const env = {
    PATH: `${installArping(folder, scene, listening)}:${process.env['PATH'] ?? ''}`,
    // Neither this machine's config nor its memory has a part in it.
    FLOATIP_CONFIG: config,
    FLOATIP_RUNTIME_DIR: folder,
    FLOATIP_STATE_DIR: folder,
    ...scene.env(listening),
  };
  return {
    run: (args) => runFloatip(args, env, signal),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runFloatip<T>(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<T> {
  const [, script = ''] = process.argv;
  return new Promise((resolve, reject) => {
    const command = [script, ...args, '--json'];
    execFile(process.execPath, command, { env, signal }, (error, stdout, stderr) => {
      const report: T = JSON.parse(error === null ? stdout : 'null');
      if (error === null) resolve(report);
      else if (signal.aborted) reject(signal.reason);
      else reject(failed(stderr.trim() || error.message));
    });
  });
}

function failed(said: string): Failure {
  return new Failure('config', `The demo's floatip failed: ${said}`);
}
