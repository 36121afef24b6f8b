import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { completionScripts } from '../../src/cli/completion/completion-scripts.ts';
import type { Edition } from './edition.ts';
import type { Entry } from './entry.ts';
import type { Form } from './form.ts';
import { manualPages } from './man/pages.ts';
import { programFiles } from './program-files.ts';
import type { InstalledRuntime } from './runtime.ts';

const home = '/usr/lib/floatip';
const executable = 0o755;

export interface Contents {
  readonly form: Form;
  readonly edition: Edition;
  readonly runtime: InstalledRuntime | undefined;
  /** What V8 has compiled, by name. */
  readonly caches: ReadonlyMap<string, Buffer>;
}

/** Everything that a package installs. */
export function entriesOf(contents: Contents): readonly Entry[] {
  return [
    ...program(contents),
    ...completions(),
    ...manual(contents.edition),
    ...hooks(),
    ...documents(contents),
  ];
}

function program({ runtime, caches }: Contents): readonly Entry[] {
  const node = runtime === undefined ? '/usr/bin/node' : `${home}/node`;
  const start = `#!/bin/sh\nexec ${node} ${home}/bin/floatip.js "$@"\n`;
  const compiled = [...caches].map(([name, text]) => ({ path: `${home}/dist/${name}`, text }));
  const own = { path: `${home}/node`, from: runtime?.node ?? '', mode: executable };
  return [
    { path: '/usr/bin/floatip', text: start, mode: executable },
    { path: `${home}/bin/floatip.js`, from: 'bin/floatip.js', mode: executable },
    { path: `${home}/bin/save-caches.js`, from: 'bin/save-caches.js' },
    { path: `${home}/bin/print-help.js`, from: 'bin/print-help.js' },
    { path: `${home}/bin/package.json`, from: 'bin/package.json' },
    ...programFiles().map((from) => ({ path: `${home}/${from}`, from })),
    // What floatip init writes, and what doctor compares, comes from there.
    ...hookNames().map(originalOf),
    ...compiled,
    ...(runtime === undefined ? [] : [own]),
  ];
}

function completions(): readonly Entry[] {
  const { bash, zsh, fish } = completionScripts;
  return [
    { path: '/usr/share/bash-completion/completions/floatip', text: bash },
    { path: '/usr/share/zsh/vendor-completions/_floatip', text: zsh },
    { path: '/usr/share/fish/vendor_completions.d/floatip.fish', text: fish },
  ];
}

function manual({ date, version }: Edition): readonly Entry[] {
  return [...manualPages({ date, version: `floatip ${version}` })].map(([name, text]) => ({
    path: `/usr/share/man/man${name.slice(-1)}/${name}.gz`,
    text: packed(text),
  }));
}

/** Nothing of it acts by itself: cron's line is a comment until it is wanted. */
function hooks(): readonly Entry[] {
  return hookNames().map(hook);
}

function hookNames(): readonly string[] {
  return readdirSync('hooks').toSorted();
}

function originalOf(name: string): Entry {
  const from = join('hooks', name);
  return { path: `${home}/hooks/${name}`, from, mode: modeOf(from) };
}

function modeOf(path: string): number {
  return statSync(path).mode & 0o100 ? executable : 0o644;
}

function hook(name: string): Entry {
  const from = join('hooks', name);
  const mode = modeOf(from);
  switch (name) {
    case 'floatip.service':
      return { path: '/usr/lib/systemd/system/floatip.service', from };
    case 'floatip.cron':
      return { path: '/etc/cron.d/floatip', text: resting(from), isConfig: true };
    case 'floatip.tmpfiles':
      return { path: '/usr/share/floatip/floatip.tmpfiles', from };
    default:
      return { path: `/etc/floatip/${name}`, from, mode, isConfig: true };
  }
}

/** A crontab whose lines do nothing until somebody takes away what is in front of them. */
function resting(path: string): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  const kept = lines.map((line) => {
    if (line === '' || line.startsWith('#') || line.startsWith('PATH=')) return line;
    // What is left of a package that was removed must not mail an error a minute.
    return `#${line.replace(' root floatip ', ' root [ ! -x /usr/bin/floatip ] || floatip ')}`;
  });
  return `# The last line rests: take the # away where you want it.\n#\n${kept.join('\n')}\n`;
}

function documents({ form, edition, runtime }: Contents): readonly Entry[] {
  const folder = `/usr/share/doc/${form.name}`;
  const pages = ['README.md', ...pagesBelow('docs')].map((page) => ({
    path: `${folder}/${page}`,
    from: page,
  }));
  const license = { path: `${folder}/NODE-LICENSE.gz`, text: packedFile(runtime?.license) };
  return [
    ...pages,
    { path: `${folder}/copyright`, text: copyright(runtime !== undefined, folder) },
    {
      path: `${folder}/THIRD-PARTY-NOTICES.txt.gz`,
      text: packedFile('dist/THIRD-PARTY-NOTICES.txt'),
    },
    { path: `${folder}/CHANGELOG.md.gz`, text: packedFile('CHANGELOG.md') },
    { path: `${folder}/changelog.gz`, text: packed(debianChangelog(form, edition)) },
    ...(runtime === undefined ? [] : [license]),
  ];
}

function pagesBelow(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(?:md|svg)$/.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Without the name and the time of what was packed. */
function packed(text: string | Buffer): Buffer {
  return gzipSync(text, { level: 9 });
}

function packedFile(path: string | undefined): Buffer {
  return packed(path === undefined ? '' : readFileSync(path));
}

export const maintainer = 'floatip <floatip@users.noreply.github.com>';

function debianChangelog({ name }: Form, { version, date }: Edition): string {
  const when = new Date(date * 1000).toUTCString().replace('GMT', '+0000');
  return `${name} (${version}) unstable; urgency=medium\n\n  * See CHANGELOG.md.gz.\n\n -- ${maintainer}  ${when}\n`;
}

function copyright(hasNode: boolean, folder: string): string {
  const node = `
Files: usr/lib/floatip/node
Copyright: 2009-2026 Node.js contributors, and those that its licence names
License: Expat-and-others
 See ${folder}/NODE-LICENSE.gz
`;
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: floatip
Source: https://github.com/floatip/floatip

Files: *
Copyright: 2026 The authors of floatip
License: Apache-2.0
 On Debian systems, see /usr/share/common-licenses/Apache-2.0

Files: usr/lib/floatip/dist/*
Copyright: 2026 The authors of floatip, and those whom the notices name
License: Apache-2.0-and-others
 The licences of the libraries inside are in ${folder}/THIRD-PARTY-NOTICES.txt.gz
${hasNode ? node : ''}`;
}
