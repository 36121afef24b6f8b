import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

/** What a host of a pair is told when it starts for the first time. */

export const template = readFileSync('contrib/cloud-init/pair.yaml', 'utf8');

const example: Readonly<Record<string, string>> = {
  package_url: 'file:///run/package.deb',
  package_sha256: '0'.repeat(64),
  address: 'digitalocean-reserved-ip:203.0.113.10',
  options: '',
  interface: 'here',
  secret: '/etc/floatip/do_token',
  hosts: '192.0.2.1 192.0.2.2',
};

/** The same for one pair, as Terraform fills it in. */
export function filledIn(values: Readonly<Record<string, string>> = {}): string {
  const all: Readonly<Record<string, string>> = { ...example, ...values };
  return template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => all[name] ?? '');
}

/** What it writes into a file. */
export function scriptOf(path: string, values: Readonly<Record<string, string>> = {}): string {
  const { write_files: files }: { write_files: { path: string; content: string }[] } = parse(
    filledIn(values),
  );
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`It writes no ${path}`);
  return found.content;
}
