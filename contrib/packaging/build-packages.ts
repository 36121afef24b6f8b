import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { compiledCaches } from './caches.ts';
import { entriesOf } from './contents.ts';
import { buildDeb } from './deb/build.ts';
import type { Edition } from './edition.ts';
import { forms, singleExecutableRuntime } from './form.ts';
import type { Form } from './form.ts';
import { buildRpm } from './rpm/build.ts';
import { takeRuntime } from './runtime.ts';
import type { InstalledRuntime } from './runtime.ts';
import { buildSingleExecutable } from './single-executable.ts';

export interface BuildOptions {
  readonly edition: Edition;
  /** For work that is thrown away. */
  readonly folder: string;
  readonly out: string;
  /** Parts of file names, such as `all.deb`; without any, all packages. */
  readonly only?: readonly string[] | undefined;
  /** How hard to compress: 0 to 9. */
  readonly level: number;
  /** How often the same of V8 has to come out before it is taken. */
  readonly agreement: number;
}

/** Builds them one after the other; returns their paths. */
export async function buildPackages(options: BuildOptions): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const form of forms) {
    const wanted = kindsFor(form, options);
    if (wanted.length > 0) paths.push(...(await packed(form, wanted, options)));
  }
  return [...paths, ...singleExecutable(options)];
}

function singleExecutable({ only, folder, out }: BuildOptions): readonly string[] {
  const name = 'floatip-linux-x64';
  if (only !== undefined && !only.some((part) => name.includes(part))) return [];
  const { node, command } = takeRuntime(singleExecutableRuntime, join(folder, name));
  if (command === undefined) {
    console.log(`${name} is left out: only x64 can make it`);
    return [];
  }
  mkdirSync(out, { recursive: true });
  const path = join(out, name);
  buildSingleExecutable({ node, folder, out: path });
  return [path];
}

const builders = { deb: buildDeb, rpm: buildRpm };
type Kind = keyof typeof builders;

function kindsFor(form: Form, { only }: BuildOptions): readonly Kind[] {
  const names = {
    deb: `${form.name}_${form.debArch}.deb`,
    rpm: `${form.name}.${form.rpmArch}.rpm`,
  };
  return (['deb', 'rpm'] as const).filter(
    (kind) => only === undefined || only.some((part) => names[kind].includes(part)),
  );
}

async function packed(
  form: Form,
  kinds: readonly Kind[],
  { edition, folder, out, level, agreement }: BuildOptions,
): Promise<readonly string[]> {
  const work = join(folder, form.debArch);
  const runtime = form.runtime === undefined ? undefined : takeRuntime(form.runtime, work);
  const caches = await cachesFor(runtime, work, agreement);
  const entries = entriesOf({ form, edition, runtime, caches });
  const hasSymbols = runtime?.isStripped === false;
  const packing = { form, edition, entries, hasSymbols, folder: work, out, level };
  return kinds.flatMap((kind) => {
    if (!isThere(tools[kind])) {
      console.log(`${form.name} ${kind} is left out: there is no ${tools[kind]}`);
      return [];
    }
    return [builders[kind](packing)];
  });
}

const tools = { deb: 'dpkg-deb', rpm: 'rpmbuild' };

function isThere(tool: string): boolean {
  return spawnSync(tool, ['--version']).status === 0;
}

async function cachesFor(
  runtime: InstalledRuntime | undefined,
  folder: string,
  agreement: number,
): Promise<ReadonlyMap<string, Buffer>> {
  if (runtime === undefined) return new Map();
  if (runtime.command !== undefined) {
    return await compiledCaches({ command: runtime.command, folder, agreement });
  }
  console.log(
    `${runtime.package} gets no cache of V8, which is made when it is installed: this machine is another one`,
  );
  return new Map();
}
