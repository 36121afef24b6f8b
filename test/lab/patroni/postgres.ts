import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

/** PostgreSQL as Debian has it. */
export interface Postgres {
  readonly binaries: string;
  readonly uid: number;
  readonly gid: number;
}

const versions = '/usr/lib/postgresql';

/** Throws where it is not here. */
export function findPostgres(): Postgres {
  const [newest = ''] = readdirSync(versions).toSorted((a, b) => Number(b) - Number(a));
  const binaries = `${versions}/${newest}/bin`;
  if (!existsSync(`${binaries}/postgres`)) throw new Error(`There is no ${binaries}/postgres`);
  const id = (option: string): number =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { binaries, uid: id('-u'), gid: id('-g') };
}
