import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import type { CloudDescription } from '../../src/providers/description.ts';
import { allClouds } from '../support/clouds.ts';

const descriptions = await allClouds().describeAll();
const registries: ReadonlySet<string> = new Set([
  'src/providers/registry.ts',
  'src/emulator/registry.ts',
]);

/** What only the folders of a cloud may say: its names, what it calls a node, its kinds. */
function wordsOf({ name, title, node, kinds }: CloudDescription): readonly string[] {
  return [name, title, node.word, node.short, ...kinds.map((kind) => kind.name)];
}

/**
 * A program of the operator's is a cloud as well, whose words are everybody's: `exec` is what other parts of a
 * config and of systemd are called too, and a node is what all clouds have.
 */
const ordinary: ReadonlySet<string> = new Set(['exec', 'node']);

const words = [...new Set(descriptions.flatMap(wordsOf))].filter((word) => !ordinary.has(word));

function sources(): readonly string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src', path));
}

function isOfCloud(path: string): boolean {
  return descriptions.some(
    ({ name }) =>
      path.startsWith(`src/providers/${name}/`) || path.startsWith(`src/emulator/${name}/`),
  );
}

/** As a word of its own, or the part of a name in the code: also in comments. */
function wordsIn(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8');
  return words.filter((word) => {
    const escaped = word.replaceAll(/[^a-z0-9]/gi, String.raw`\$&`);
    return new RegExp(`(?<![a-z])${escaped}s?(?![a-z])`, 'i').test(text);
  });
}

it('is left to the folder of a cloud to name it, its nodes and its kinds', () => {
  expect(words.length).toBeGreaterThan(8);
  const elsewhere = sources().filter((path) => !isOfCloud(path) && !registries.has(path));
  const telling = elsewhere.flatMap((path) => wordsIn(path).map((word) => `${path}: ${word}`));
  expect(telling).toEqual([]);
});
