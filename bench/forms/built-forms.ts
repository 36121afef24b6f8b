import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildPackages } from '../../contrib/packaging/build-packages.ts';
import { thisEdition } from '../../contrib/packaging/edition.ts';

/** A form in which floatip reaches a host, made here and ready to be started. */
export interface BuiltForm {
  readonly name: string;
  readonly forWhom: string;
  readonly needs: string;
  /** What is fetched. */
  readonly file: string;
  /** What it becomes on a host: a folder, or the file itself. */
  readonly home: string;
  readonly program: string;
}

interface Form extends Pick<BuiltForm, 'name' | 'forWhom' | 'needs'> {
  /** What the name of its file ends with. */
  readonly ending: string;
  /** Makes its home from its file; returns the program in there. */
  put(file: string, home: string): string;
}

const glibc = 'glibc 2.28';
const node = '`nodejs` 20.19 or newer in `/usr/bin`';

const forms: readonly Form[] = [
  {
    name: '`floatip-bundled_*_amd64.deb`',
    forWhom: 'Debian 10 and Ubuntu 20.04 or newer, whatever Node they have',
    needs: glibc,
    ending: 'amd64.deb',
    put: putDeb,
  },
  {
    name: '`floatip-bundled-*.x86_64.rpm`',
    forWhom: 'Red Hat 8 and its relatives or newer',
    needs: glibc,
    ending: 'x86_64.rpm',
    put: putRpm,
  },
  {
    name: '`floatip_*_all.deb`',
    forWhom: 'Debian 13 and others that have a current Node',
    needs: node,
    ending: 'all.deb',
    put: putDeb,
  },
  {
    name: '`floatip-*.noarch.rpm`',
    forWhom: 'Red Hat and its relatives with a current Node',
    needs: node,
    ending: 'noarch.rpm',
    put: putRpm,
  },
  {
    name: '`npm install --global`',
    forWhom: 'hosts with Node and npm',
    needs: 'Node 20.19 or newer',
    ending: '.tgz',
    put: putNpm,
  },
  {
    name: '`floatip-linux-x64`, one file',
    forWhom: 'hosts without a package manager',
    needs: glibc,
    ending: 'linux-x64',
    put: (file) => file,
  },
];

/** Builds all of them as for a release, and puts each below this folder. */
export async function buildForms(folder: string): Promise<readonly BuiltForm[]> {
  const out = join(folder, 'files');
  const only = forms.map(({ ending }) => ending);
  const edition = thisEdition();
  await buildPackages({ edition, folder: join(folder, 'work'), out, only, level: 6, agreement: 3 });
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', out]);
  return forms.map(({ name, forWhom, needs, ending, put }, at) => {
    const found = readdirSync(out).find((one) => one.endsWith(ending));
    if (found === undefined) throw new Error(`${ending} was not built`);
    const file = join(out, found);
    const home = join(folder, `home-${at}`);
    const program = put(file, home);
    return { name, forWhom, needs, file, home: program === file ? file : home, program };
  });
}

function putNpm(file: string, home: string): string {
  const options = ['--global', '--silent', '--no-audit', '--no-fund', '--offline'];
  execFileSync('npm', ['install', ...options, '--prefix', home, file]);
  return join(home, 'bin/floatip');
}

function putDeb(file: string, home: string): string {
  execFileSync('dpkg-deb', ['--extract', file, home]);
  return installed(home);
}

function putRpm(file: string, home: string): string {
  mkdirSync(home);
  execFileSync('sh', ['-ec', 'rpm2archive - <"$0" | tar -xz -C "$1"', file, home]);
  return installed(home);
}

/** What is done where a package is installed, on files that are not where they belong. */
function installed(home: string): string {
  const program = join(home, 'usr/bin/floatip');
  const lib = join(home, 'usr/lib/floatip');
  const text = readFileSync(program, 'utf8');
  writeFileSync(program, text.replaceAll('/usr/lib/floatip', lib));
  const isCompiled = readdirSync(join(lib, 'dist')).some((name) => name.endsWith('.cache'));
  if (!isCompiled) execFileSync(program, ['demo'], { stdio: 'ignore' });
  return program;
}
