import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { maintainer } from '../contents.ts';
import type { Edition } from '../edition.ts';
import { bringsCaches, layOut } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Form } from '../form.ts';
import { overrides } from './overrides.ts';

export interface Packing {
  readonly form: Form;
  readonly edition: Edition;
  readonly entries: readonly Entry[];
  /** Whether its Node could not be stripped where it is built. */
  readonly hasSymbols: boolean;
  /** For work that is thrown away. */
  readonly folder: string;
  /** Where the package goes. */
  readonly out: string;
  /** How hard to compress: 0 to 9. */
  readonly level: number;
}

const scripts = 'contrib/packaging/deb';

/** Builds a package for Debian and Ubuntu; returns its path. */
export function buildDeb(packing: Packing): string {
  const { form, edition, entries, hasSymbols, folder, out, level } = packing;
  const root = join(folder, 'deb');
  rmSync(root, { recursive: true, force: true });
  const installed = [...entries, ...overrides(form, hasSymbols)];
  layOut([...installed, ...control(form, edition, installed)], root, edition.date);
  mkdirSync(out, { recursive: true });
  const path = join(out, `${form.name}_${edition.version}_${form.debArch}.deb`);
  // One thread: several cut what they compress into other pieces.
  const options = ['--root-owner-group', ...compression(level), '--threads-max=1'];
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(edition.date) };
  execFileSync('dpkg-deb', [...options, '--build', root, path], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return path;
}

function compression(level: number): readonly string[] {
  return level === 0 ? ['-Zgzip', '-z1'] : ['-Zxz', `-z${level}`];
}

function control(form: Form, edition: Edition, entries: readonly Entry[]): readonly Entry[] {
  const names = ['postinst', 'prerm', 'postrm'];
  const conffiles = entries.filter(({ isConfig }) => isConfig).map(({ path }) => `${path}\n`);
  const triggers = { path: '/DEBIAN/triggers', from: join(scripts, 'triggers') };
  return [
    { path: '/DEBIAN/control', text: controlFile(form, edition, entries) },
    { path: '/DEBIAN/conffiles', text: conffiles.join('') },
    { path: '/DEBIAN/md5sums', text: entries.map(sumOf).join('') },
    ...names.map((name) => script(name, bringsCaches(entries))),
    ...(form.runtime === undefined ? [triggers] : []),
  ];
}

function script(name: string, isCompiled: boolean): Entry {
  const text = readFileSync(join(scripts, name), 'utf8');
  return {
    path: `/DEBIAN/${name}`,
    text: text.replace('@is-compiled@', isCompiled ? 'yes' : 'no'),
    mode: 0o755,
  };
}

function controlFile(form: Form, { version }: Edition, entries: readonly Entry[]): string {
  const kilobytes = entries.map((entry) => Math.ceil(sizeOf(entry) / 1024));
  let size = 0;
  for (const one of kilobytes) size += one;
  const other = form.name === 'floatip' ? 'floatip-bundled' : 'floatip';
  const takesPlace = form.name === 'floatip' ? [] : ['Provides: floatip'];
  return `${[
    `Package: ${form.name}`,
    `Version: ${version}`,
    `Architecture: ${form.debArch}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${size}`,
    `Depends: ${form.runtime === undefined ? 'nodejs (>= 20.19)' : 'libc6 (>= 2.28), libgcc-s1 (>= 3.4), libstdc++6 (>= 5)'}`,
    'Recommends: keepalived, iputils-arping',
    ...takesPlace,
    `Conflicts: ${other}`,
    `Replaces: ${other}`,
    'Section: net',
    'Priority: optional',
    'Homepage: https://github.com/floatip/floatip',
    'Description: failover controller for floating IPs of clouds',
    ' Brings the floating IP of a cloud to the host that keepalived has made MASTER,',
    ' and reads back that it is there: as a hook, from cron, or as a watcher.',
    ...(form.runtime === undefined ? [] : [' .', ' This package brings its own Node.js along.']),
  ].join('\n')}\n`;
}

function sumOf(entry: Entry): string {
  const sum = createHash('md5').update(bytesOf(entry)).digest('hex');
  return `${sum}  ${entry.path.slice(1)}\n`;
}

function bytesOf({ text, from }: Entry): string | Buffer {
  return from === undefined ? (text ?? '') : readFileSync(from);
}

function sizeOf({ text, from }: Entry): number {
  return from === undefined ? Buffer.byteLength(text ?? '') : statSync(from).size;
}
