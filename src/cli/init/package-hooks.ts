import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Failure } from '../../ports/failure.ts';

/** A file of the folder hooks of this installation, which the one file has inside. Throws `config`. */
export function packagedHook(name: string, program: string | undefined = process.argv[1]): string {
  const file = process.getBuiltinModule('node:sea');
  if (file.isSea()) return file.getAsset(`hooks/${name}`, 'utf8');
  const folder = hooksFolder(program);
  if (folder !== undefined) return readFileSync(join(folder, name), 'utf8');
  throw new Failure('config', 'This installation of floatip has no folder hooks', {
    hint: 'Install floatip again: what it would write comes from there',
  });
}

/** Beside the program, or above it. */
function hooksFolder(program: string | undefined): string | undefined {
  if (program === undefined) return undefined;
  let folder = dirname(realpathSync(program));
  for (;;) {
    const hooks = join(folder, 'hooks');
    if (existsSync(join(hooks, 'keepalived-notify'))) return hooks;
    const above = dirname(folder);
    if (above === folder) return undefined;
    folder = above;
  }
}
