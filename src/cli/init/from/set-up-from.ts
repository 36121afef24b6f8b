import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';

import type { Io } from '../../../app/io.ts';
import { loadConfig } from '../../../config/load.ts';
import { Failure } from '../../../ports/failure.ts';
import { configFilesOnDisk } from '../../../triggers/keepalived-config/config-files-on-disk.ts';
import { readKeepalivedConfig } from '../../../triggers/keepalived-config/keepalived-config.ts';
import type { KeepalivedConfig } from '../../../triggers/keepalived-config/keepalived-config.ts';
import type { Position } from '../../../triggers/keepalived-config/position.ts';
import { printJson } from '../../print/print-report.ts';
import { tellingFailures } from '../../print/telling-failures.ts';
import { configYaml } from '../config-yaml.ts';
import { diffText } from '../diff-text.ts';
import { draftEntries, entriesOf } from '../entries.ts';
import { modeText, tellerFiles } from '../files.ts';
import type { HostFiles, SetUpFile } from '../files.ts';
import { installed } from '../installed.ts';
import { kindFacts } from '../kind-facts.ts';
import type { KindFacts } from '../kind-facts.ts';
import { nextStepsHere } from '../next-steps.ts';
import { packagedHook } from '../package-hooks.ts';
import { givenAddresses, secretsOf } from '../plan-of.ts';
import type { SecretPlan } from '../plan.ts';
import { printFiles } from '../print-files.ts';
import { proposalsFor } from '../proposals.ts';
import type { SetUpWork } from '../set-up.ts';
import { writeFiles } from '../write-files.ts';
import { applyEdits } from './apply-edits.ts';
import type { Changed } from './apply-edits.ts';
import { proposalFor } from './edits.ts';
import { labelsIn } from './labels-in.ts';
import { refuseOthers } from './refuse-others.ts';
import { readScript } from './scripts.ts';
import { targetsIn, vipOf } from './targets.ts';
import type { Target } from './targets.ts';

/** Proposes what goes with a keepalived.conf that is there. Throws `usage`, or `config` where it cannot be read. */
export async function setUpFrom(path: string, { options, io }: SetUpWork): Promise<void> {
  const json = options.json === true;
  await tellingFailures({ json, io, nothing: { hosts: [] } }, async () => {
    refuseOthers(options);
    const { host, changes, notes, secrets } = await proposed(resolve(path), { options, io });
    if (json) printJson({ hosts: [asJson(host, changes)], notes }, io);
    else
      for (const { path: file, before, after } of changes)
        io.stdout.write(`${await diffText(file, before, after)}\n`);
    const files = [...host.files, ...changes.map(fileOf)];
    if (options.write !== undefined) {
      const target = { folder: options.write, force: options.force === true, json, io };
      await writeFiles([{ ...host, files }], target);
    } else if (!json) printFiles([host], io);
    if (json) return;
    const from = options.write === undefined ? undefined : join(options.write, host.host);
    const steps = nextStepsHere({ secrets, by: options.by ?? 'both', from });
    const lines = [...notes.map((note) => `floatip: ${note}`), ...steps];
    io.stderr.write(lines.map((one) => `${one}\n`).join(''));
  });
}

interface Proposed {
  readonly host: HostFiles;
  readonly changes: readonly Changed[];
  readonly notes: readonly string[];
  readonly secrets: readonly SecretPlan[];
}

async function proposed(path: string, { options, io }: SetUpWork): Promise<Proposed> {
  const config = readConfig(path);
  const targets = targetsIn(config);
  if (targets.length === 0) {
    throw new Failure('config', `There is no vrrp_instance in ${path}`, {
      hint: 'Name the file that keepalived reads, or leave --from out for a new pair',
    });
  }
  const facts = await kindFacts(io.clouds);
  const address = options.address ?? (await listedHere(targets, io));
  const drafts = draftEntries(givenAddresses({ address }, facts), draftOptions(targets, facts));
  const entries = await entriesOf(drafts, 'self', io.clouds);
  const by = options.by ?? 'both';
  const existing = { config, targets, entries, by, facts, readScript };
  const { edits, notes } = proposalFor({ ...existing, globalDefs: globalDefsIn(config) });
  const secrets = secretsOf(drafts, facts);
  const files: SetUpFile[] = [
    {
      path: installed.config,
      mode: 0o644,
      text: configYaml({ entries }, secrets),
    },
    ...tellerFiles(by, (hook) => packagedHook(hook)),
  ];
  return {
    secrets,
    host: { host: options.selfName ?? nameOf(targets), files },
    changes: applyEdits(edits, path, (file) => readFileSync(file, 'utf8')),
    notes: [
      ...config.problems.map(({ at, message }) => `${at.file}:${at.line}: ${message}`),
      ...notes,
    ],
  };
}

/** What cannot be read of it is a problem in it, but for the file itself. */
function readConfig(path: string): KeepalivedConfig {
  const [configId = ''] = hostname().split('.');
  const config = readKeepalivedConfig(path, { files: configFilesOnDisk(), configId });
  if (config.paths.length > 0 && config.instances.length + config.groups.length > 0) return config;
  const [problem] = config.problems;
  if (problem === undefined) return config;
  throw new Failure('config', `Cannot use ${path}: ${problem.message}`, {
    hint: 'Name the file that keepalived reads, such as /etc/keepalived/keepalived.conf',
  });
}

function draftOptions(
  targets: readonly Target[],
  facts: ReadonlyMap<string, KindFacts>,
): Parameters<typeof draftEntries>[1] {
  const [first] = targets.flatMap(({ members }) => members);
  return {
    names: targets.map(({ name }) => name),
    vips: targets.map(vipOf),
    device: first?.interface?.value ?? 'eth0',
    facts,
  };
}

/** Those that the cloud says are here. Throws `usage` where it says nothing. */
async function listedHere(targets: readonly Target[], io: Io): Promise<readonly string[]> {
  const config = await loadConfig({ path: '/dev/null', env: io.env, clouds: io.clouds });
  const { addresses } = await proposalsFor(config, io);
  if (addresses.length > 0) return addresses.map(({ kind, ip }) => `${kind}:${ip}`);
  const found = labelsIn(targets, readScript);
  throw new Failure('usage', 'No metadata service lists an address of this host', {
    hint: `Name each with --address KIND:IP${found.length === 0 ? '' : `: its scripts speak of ${found.join(', ')}`}`,
  });
}

function globalDefsIn({ paths }: KeepalivedConfig): Position | undefined {
  for (const file of paths) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const index = lines.findIndex((line) => /^\s*global_defs\b/.test(line));
    if (index !== -1) return { file, line: index + 1 };
  }
  return undefined;
}

function nameOf(targets: readonly Target[]): string {
  const sources = targets.flatMap(({ members }) =>
    members.map(({ unicastSource }) => unicastSource),
  );
  return sources.find((source) => source !== undefined)?.value ?? hostname();
}

/** It may hold a password, so it stays as readable as it is. */
function fileOf({ path, after }: Changed): SetUpFile {
  return { path, mode: statSync(path).mode & 0o777, text: after };
}

function asJson({ host, files }: HostFiles, changes: readonly Changed[]): object {
  const all = [...files, ...changes.map(fileOf)];
  return {
    host,
    files: all.map(({ path, mode, text }) => ({ path, owner: 'root', mode: modeText(mode), text })),
  };
}
