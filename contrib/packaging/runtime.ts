import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Runtime } from './form.ts';

const pinned = 'contrib/packaging/runtimes';

/** A Node that a package brings along. */
export interface InstalledRuntime extends Runtime {
  readonly node: string;
  /** Whether it is without its symbols: there has to be something to take them out with. */
  readonly isStripped: boolean;
  readonly license: string;
  /** What runs it here; `undefined` where nothing does. */
  readonly command: readonly string[] | undefined;
}

/** Installs what the lock file pins: npm compares its hash. Both, as npm knows no part of a lock file. */
function installRuntimes(): void {
  const options = ['--force', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  execFileSync('npm', ['ci', ...options, '--prefix', pinned], { stdio: 'inherit' });
}

/** Puts one into a folder of its own, stripped. */
export function takeRuntime(runtime: Runtime, folder: string): InstalledRuntime {
  const home = join(pinned, 'node_modules', runtime.package);
  const original = join(home, 'bin/node');
  if (!existsSync(original)) installRuntimes();
  mkdirSync(folder, { recursive: true });
  const node = join(folder, `node-${runtime.arch}`);
  rmSync(node, { force: true });
  const { status } = spawnSync(runtime.strip, ['-o', node, original]);
  const isStripped = status === 0;
  if (!isStripped) {
    console.log(`${runtime.package} keeps its symbols, 20 MB: there is no ${runtime.strip}`);
    execFileSync('cp', [original, node]);
  }
  const license = join(home, 'LICENSE');
  return { ...runtime, node, isStripped, license, command: commandFor(runtime, node) };
}

/** Not by an emulator: a takeover there is so slow that it runs out of time. */
function commandFor({ arch }: Runtime, node: string): readonly string[] | undefined {
  return arch === process.arch ? [node] : undefined;
}
