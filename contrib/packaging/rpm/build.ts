import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import type { Packing } from '../deb/build.ts';
import type { Edition } from '../edition.ts';
import { bringsCaches, layOut } from '../entry.ts';
import type { Entry } from '../entry.ts';
import type { Form } from '../form.ts';
import { scriptlets } from './scriptlets.ts';

/** Builds a package for Red Hat and its relatives; returns its path. */
export function buildRpm({ form, edition, entries, folder, out, level }: Packing): string {
  const top = resolve(folder, 'rpm');
  const files = join(top, 'files');
  rmSync(top, { recursive: true, force: true });
  const installed = entries.map(placedForRpm);
  layOut(installed, files, edition.date);
  const spec = join(top, 'floatip.spec');
  writeFileSync(spec, specOf(form, edition, installed).replaceAll('@files@', files));
  const defines = {
    _topdir: top,
    _binary_payload: payload(level),
    _buildhost: 'floatip',
    use_source_date_epoch_as_buildtime: '1',
    clamp_mtime_to_source_date_epoch: '1',
    _build_id_links: 'none',
  };
  const flags = Object.entries(defines).flatMap(([key, value]) => ['--define', `${key} ${value}`]);
  const env = { ...process.env, SOURCE_DATE_EPOCH: String(edition.date) };
  execFileSync(
    'rpmbuild',
    ['-bb', '--quiet', '--nodeps', '--target', `${form.rpmArch}-linux`, ...flags, spec],
    {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  mkdirSync(out, { recursive: true });
  const name = `${form.name}-${edition.version}-1.${form.rpmArch}.rpm`;
  copyFileSync(join(top, 'RPMS', form.rpmArch, name), join(out, name));
  return join(out, name);
}

function payload(level: number): string {
  // xz takes its time however little it is asked for.
  return level === 0 ? 'w1.gzdio' : `w${level}.xzdio`;
}

/** Where Red Hat has what Debian has elsewhere. */
function placedForRpm(entry: Entry): Entry {
  const path = entry.path.replace('/zsh/vendor-completions/', '/zsh/site-functions/');
  return { ...entry, path };
}

function specOf(form: Form, { version }: Edition, entries: readonly Entry[]): string {
  const other = form.name === 'floatip' ? 'floatip-bundled' : 'floatip';
  const needs =
    form.runtime === undefined ? 'Requires: nodejs >= 20.19' : 'Requires: glibc >= 2.28, libstdc++';
  const takesPlace = form.runtime === undefined ? '' : `Provides: floatip = ${version}\n`;
  return `Name: ${form.name}
Version: ${version}
Release: 1
Summary: Failover controller for floating IPs of clouds
License: Apache-2.0${form.runtime === undefined ? '' : ' AND MIT'}
URL: https://github.com/floatip/floatip
AutoReqProv: no
${needs}
${takesPlace}Conflicts: ${other}
%define __os_install_post %{nil}
%define debug_package %{nil}

%description
Brings the floating IP of a cloud to the host that keepalived has made MASTER,
and reads back that it is there: as a hook, from cron, or as a watcher.

%install
mkdir -p %{buildroot}
cp -a @files@/. %{buildroot}/

${scriptlets(bringsCaches(entries))}
%files
%defattr(-,root,root,-)
${ownFolders(entries)
  .map((path) => `%dir "${path}"`)
  .join('\n')}
${entries.map(lineOf).join('\n')}
`;
}

/** Those that go when the package does: `/usr/lib/floatip/dist`, but not `/usr/lib`. */
function ownFolders(entries: readonly Entry[]): readonly string[] {
  const folders = new Set<string>();
  for (const { path } of entries) {
    for (let at = dirname(path); /\/floatip(?:-bundled)?(?:\/|$)/.test(at); at = dirname(at)) {
      folders.add(at);
    }
  }
  return [...folders].toSorted();
}

function lineOf({ path, isConfig }: Entry): string {
  const kind =
    isConfig === true ? '%config(noreplace) ' : path.includes('/share/doc/') ? '%doc ' : '';
  return `${kind}"${path}"`;
}
