import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { canHaveBareHosts, goTheWayOf } from '../support/bare-hosts.ts';

const page = 'docs/quick-start.md';
const most = 8;
/** What takes a real host to be looked at. */
const proven = [
  'cloud.anchor',
  'cloud.listener',
  'hook.starts',
  'keepalived.accepts',
  'keepalived.interface',
  'keepalived.running',
  'tls.certificate',
  'watcher.fifo',
  'watcher.runs',
];

/** What differs from run to run is a number. */
function shapeOf(text: string): string {
  return (
    text
      .replaceAll(/\d+(?:[.:+-]\d+)*/g, 'N')
      .replaceAll(/[ \t]+/g, ' ')
      // Of the one that has lost an address floatip may have heard no more than the id.
      .replaceAll(/\b(?:lb)?N → /g, 'lbN → ')
      .trim()
  );
}

/** A line `…` of the page stands for any lines, or none. */
function asPattern(shown: string): RegExp {
  const lines = shown === '' ? [] : shapeOf(shown).split('\n');
  const patterns = lines.map((line) =>
    line === '…'
      ? String.raw`(?:.*\n)*`
      : line.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`) + String.raw`\n`,
  );
  return new RegExp(`^${patterns.join('')}$`);
}

/** Those that a page says without a prompt are for both hosts. */
function installCommands(): readonly string[] {
  const [, block = ''] =
    /^## 1\. [\s\S]*?\n\n((?: {4}.*\n)+)/m.exec(readFileSync(page, 'utf8')) ?? [];
  return block.trimEnd().split('\n');
}

it.runIf(canHaveBareHosts)(
  'gets two bare hosts to a proven pair, as it says',
  async () => {
    const { performed, tookS } = await goTheWayOf(page);
    console.log(`from two bare hosts to the first failover: ${tookS.toFixed(1)} s`);
    for (const { code, command, shown, stdout, stderr } of performed) {
      const seen = { command, code, stderr: code === 0 ? '' : stderr };
      expect(seen).toEqual({ command, code: 0, stderr: '' });
      expect(stdout === '' ? '' : `${shapeOf(stdout)}\n`).toMatch(asPattern(shown));
    }
    for (const host of ['lb1', 'lb2']) {
      const own = performed.filter((one) => one.host === host).map(({ command }) => command);
      const all = [...installCommands(), ...own];
      expect(all.length, all.join('\n')).toBeLessThanOrEqual(most);
      expect(all.join('\n')).not.toMatch(/\b(?:vim?|nano|emacs|ed|sed)\b/);
    }
    // A real keepalived, a real watcher, and files that init wrote: nothing is wrong, or left out.
    const diagnoses = performed.filter(({ command }) => command === 'floatip doctor');
    expect(diagnoses.map(({ host }) => host)).toEqual(['lb1', 'lb2']);
    for (const { stdout } of diagnoses) {
      const found = [...stdout.matchAll(/^(\S) ([\w.-]+) /gm)].map(([, sign, id]) => ({
        sign,
        id,
      }));
      expect(found.filter(({ sign }) => sign !== '✓')).toEqual([]);
      expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(proven));
    }
  },
  120_000,
);
