import type { Io } from '../../app/io.ts';
import { modeText } from './files.ts';
import type { HostFiles, SetUpFile } from './files.ts';

/** The files one after the other, what both hosts have only once; of what is in the package, where it is. */
export function printFiles(hosts: readonly HostFiles[], { stdout }: Pick<Io, 'stdout'>): void {
  for (const { file, on } of grouped(hosts)) {
    const where = on.length > 1 ? 'both hosts' : on.join(', ');
    const { path, mode, text, copyOf } = file;
    const head = `# ---- ${where}: ${path}, root, ${modeText(mode)}`;
    stdout.write(
      copyOf === undefined ? `${head}\n\n${text}\n` : `${head}: a copy of ${copyOf}\n\n`,
    );
  }
}

interface Placed {
  readonly file: SetUpFile;
  readonly on: string[];
}

function grouped(hosts: readonly HostFiles[]): readonly Placed[] {
  const placed: Placed[] = [];
  for (const { host, files } of hosts) {
    for (const file of files) {
      const same = placed.find((one) => one.file.path === file.path && one.file.text === file.text);
      if (same === undefined) placed.push({ file, on: [host] });
      else same.on.push(host);
    }
  }
  return placed;
}
