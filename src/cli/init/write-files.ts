import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Io } from '../../app/io.ts';
import { plainText } from '../../core/plain-text.ts';
import { errnoOf } from '../../lib/files/errno.ts';
import { Failure } from '../../ports/failure.ts';
import { diffText } from './diff-text.ts';
import { modeText } from './files.ts';
import type { HostFiles, SetUpFile } from './files.ts';

export interface WriteOptions {
  readonly folder: string;
  /** Whether what differs is overwritten. */
  readonly force: boolean;
  readonly json: boolean;
  readonly io: Io;
}

interface Target {
  readonly path: string;
  readonly file: SetUpFile;
  /** What is there already. */
  readonly before: string | undefined;
}

/** Writes all of them or none. Shows how what is there differs, and throws `config` where it may not go. */
export async function writeFiles(
  hosts: readonly HostFiles[],
  options: WriteOptions,
): Promise<void> {
  const { folder, force, json, io } = options;
  const targets = hosts.flatMap(({ host, files }) =>
    files.map((file) => targetAt(join(folder, host, file.path), file)),
  );
  const differing = targets.filter(
    ({ before, file }) => before !== undefined && before !== file.text,
  );
  if (!json) for (const target of differing) io.stdout.write(await diffOf(target));
  if (differing.length > 0 && !force) throw wouldOverwrite(differing);
  for (const target of targets) write(target);
  if (!json) for (const target of targets) io.stdout.write(`${lineOf(target)}\n`);
}

function targetAt(path: string, file: SetUpFile): Target {
  return { path, file, before: readIfThere(path) };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw unwritable(path, error);
  }
}

async function diffOf({ path, before = '', file }: Target): Promise<string> {
  return await diffText(path, before, file.text);
}

function wouldOverwrite(differing: readonly Target[]): Failure {
  const paths = differing.map(({ path }) => path).join(', ');
  const message =
    differing.length === 1
      ? `A file is there already and differs: ${paths}. Nothing was written`
      : `${differing.length} files are there already and differ: ${paths}. Nothing was written`;
  return new Failure('config', message, {
    hint: 'Add --force to overwrite, or name another folder with --write',
  });
}

/** Whoever reads the file meanwhile finds the old one or the new one, never a part. */
function write({ path, file }: Target): void {
  const draft = `${path}.${process.pid}`;
  try {
    makeFolder(dirname(path));
    writeFileSync(draft, file.text);
    chmodSync(draft, file.mode);
    renameSync(draft, path);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Whatever the umask, as it is to be on the host: others may look into it. */
function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755);
}

function unwritable(path: string, error: unknown): Failure {
  return new Failure('config', `Cannot write ${path}: ${errnoOf(error)}`, {
    hint: 'Name a folder that you may write to with --write',
    cause: error,
  });
}

function lineOf({ path, file, before }: Target): string {
  return plainText(`${path}  root ${modeText(file.mode)}  ${fateOf(file, before)}`);
}

function fateOf({ text }: SetUpFile, before: string | undefined): string {
  if (before === undefined) return 'new';
  return before === text ? 'as it was' : 'overwritten';
}
