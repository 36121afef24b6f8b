import { readFileSync } from 'node:fs';

/** The script that docs/triggers.md has Patroni call, with another floatip in it. Throws where there is none. */
export function callbackFromDocs(floatip: string): string {
  const text = readFileSync('docs/triggers.md', 'utf8');
  const [, after = ''] = text.split('in `/etc/floatip/patroni-callback`');
  const block = after
    .split('\n')
    .slice(1)
    .join('\n')
    .match(/(?:^ {4}.*\n|^\n)+(?=\S)/m)?.[0];
  const script = (block ?? '').replaceAll(/^ {4}/gm, '').trim();
  if (!script.includes('/usr/bin/floatip')) throw new Error('docs/triggers.md has no callback');
  return `${script.replaceAll('/usr/bin/floatip', floatip)}\n`;
}
