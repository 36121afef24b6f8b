import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licences of everything that is inside the bundle, as their authors ask. */
export function thirdPartyNotices({ inputs }) {
  const folders = new Set(Object.keys(inputs).map(packageFolder).filter(Boolean));
  return [...folders]
    .toSorted()
    .map(notice)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function packageFolder(input) {
  const [, folder] = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
  return folder;
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `${license}\n` : readFileSync(join(folder, file), 'utf8');
  return `${name} ${version}\n\n${text}`;
}
