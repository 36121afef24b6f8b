import type { Io } from '../../app/io.ts';
import { printJson } from '../print/print-report.ts';
import { tellingFailures } from '../print/telling-failures.ts';
import { filesOf, modeText } from './files.ts';
import type { HostFiles } from './files.ts';
import { nextSteps } from './next-steps.ts';
import { packagedHook } from './package-hooks.ts';
import { planOf } from './plan-of.ts';
import type { Plan } from './plan.ts';
import { printFiles } from './print-files.ts';
import type { OutputOptions, SetUpOptions } from './set-up-options.ts';
import { shortcomingsOf } from './shortcomings.ts';
import { writeFiles } from './write-files.ts';

export interface SetUpWork {
  readonly options: SetUpOptions & OutputOptions & { readonly json?: true };
  readonly io: Io;
}

/** Prints or writes the files of a pair of hosts. Throws `usage`; `config` where it may not overwrite. */
export async function setUp({ options, io }: SetUpWork): Promise<void> {
  const json = options.json === true;
  await tellingFailures({ json, io, nothing: { hosts: [] } }, async () => {
    const plan = await planOf(options, io.clouds);
    const hosts = hostFilesOf(plan);
    const notes = [...(await shortcomingsOf(plan, io.clouds)), ...nextSteps(plan, options.write)];
    if (json) printJson({ hosts: hosts.map(asJson), notes }, io);
    if (options.write !== undefined) {
      await writeFiles(hosts, { folder: options.write, force: options.force === true, json, io });
    } else if (!json) printFiles(hosts, io);
    if (!json) io.stderr.write(notes.map((note) => `${note}\n`).join(''));
  });
}

function hostFilesOf(plan: Plan): readonly HostFiles[] {
  return plan.hosts.map(({ name }, index) => ({
    host: name,
    files: filesOf(plan, index === 0 ? 0 : 1, (hook) => packagedHook(hook)),
  }));
}

function asJson({ host, files }: HostFiles): object {
  return {
    host,
    files: files.map(({ path, mode, text }) => ({
      path,
      owner: 'root',
      mode: modeText(mode),
      text,
    })),
  };
}
