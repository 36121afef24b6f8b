import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

import { describe, expect, it } from 'vitest';

import { registry } from '../../src/providers/registry.ts';

/**
 * The layers, lowest first. What stands on one line is one level, and folders on one level do not
 * know each other.
 */
const levels = [
  ['core'],
  ['ports'],
  ['lib'],
  ['emulator'],
  ['alerts', 'telemetry'],
  ['triggers'],
  ['providers'],
  ['config'],
  ['takeover'],
  ['app'],
  ['watch'],
  ['cli'],
];

const rank = new Map(
  levels.flatMap((level, index) => level.map((folder) => [folder, index] as const)),
);

/** What a folder may use less than its level allows. */
const narrower: Readonly<Record<string, readonly string[]>> = {
  emulator: ['core', 'lib', 'emulator'],
};

interface Import {
  readonly file: string;
  readonly from: string;
  readonly target: string;
  readonly to: string;
}

function sourceFiles(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src', path));
}

function importsOf(file: string): Import[] {
  const source = readFileSync(file, 'utf8');
  const specifiers = [...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(
    ([, path = '']) => path,
  );
  return specifiers.map((specifier) => {
    const target = normalize(join(dirname(file), specifier));
    return { file, target, from: folderOf(file), to: folderOf(target) };
  });
}

function folderOf(path: string): string {
  return path.split(sep)[1] ?? '';
}

function isAllowed({ from, to }: Import): boolean {
  if (from === to) return true;
  const allowed = narrower[from];
  if (allowed !== undefined) return allowed.includes(to);
  return (rank.get(to) ?? Infinity) < (rank.get(from) ?? -1);
}

describe('the layers of src', () => {
  const files = sourceFiles();
  const imports = files.flatMap(importsOf);

  it('are all known', () => {
    const folders = readdirSync('src', { withFileTypes: true });
    expect(folders.filter((entry) => !entry.isDirectory() || !rank.has(entry.name))).toEqual([]);
  });

  it('import downwards only, types included', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter((one) => !isAllowed(one))).toEqual([]);
  });

  it('have no cycles, types included', () => {
    const edges = new Map(files.map((file) => [file, importsOf(file).map(({ target }) => target)]));
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path, `cycle: ${[...path, file].join(' → ')}`).not.toContain(file);
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(done.size).toBe(files.length);
  });

  it('keep node: out of core', () => {
    const impure = files.filter(
      (file) => folderOf(file) === 'core' && /'node:/.test(readFileSync(file, 'utf8')),
    );
    expect(impure).toEqual([]);
  });

  it('have providers that know no other provider, and one place that knows them all', () => {
    const folders = readdirSync('src/providers', { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).toSorted()).toEqual(Object.keys(registry).toSorted());
    const cloudOf = (path: string): string | undefined =>
      path.split(sep)[3] === undefined ? undefined : path.split(sep)[2];
    const across = imports.filter(({ file, target, from, to }) => {
      const there = cloudOf(target);
      if (to !== 'providers' || there === undefined) return false;
      if (file === join('src', 'providers', 'registry.ts')) return false;
      return from !== 'providers' || cloudOf(file) !== there;
    });
    expect(across).toEqual([]);
  });
});

describe('the linter', () => {
  it.each([
    [
      'an import upwards',
      'src/core/probe.ts',
      "import type { Run } from '../takeover/run.ts';\nexport type Probe = Run;\n",
      'no-restricted-imports',
    ],
    [
      'node: in core',
      'src/core/probe.ts',
      "import { join } from 'node:path';\nexport const probe: string = join('a');\n",
      'no-restricted-imports',
    ],
    [
      'a cycle of types',
      'src/core/probe.ts',
      "import type { Other } from './other-probe.ts';\nexport interface Probe { other: Other }\n",
      'no-cycle',
    ],
    ['any', 'src/core/probe.ts', 'export const probe: any = 1;\n', 'no-explicit-any'],
    ['a default export', 'src/core/probe.ts', 'export default 1;\n', 'no-default-export'],
    [
      'a forgotten await',
      'src/core/probe.ts',
      'export function probe(): void {\n  Promise.resolve(1);\n}\n',
      'no-floating-promises',
    ],
  ])('fails for %s', (_what, name, text, rule) => {
    // A copy beside the real tree, so that no other test meets the probe.
    const root = `.lint-probe-${process.pid}`;
    try {
      mkdirSync(join(root, 'src/core'), { recursive: true });
      mkdirSync(join(root, 'src/app'), { recursive: true });
      writeFileSync(join(root, name), text);
      writeFileSync(
        join(root, 'src/core/other-probe.ts'),
        "import type { Probe } from './probe.ts';\nexport interface Other { probe: Probe }\n",
      );
      writeFileSync(join(root, 'tsconfig.json'), readFileSync('tsconfig.json'));
      writeFileSync(join(root, '.oxlintrc.json'), readFileSync('.oxlintrc.json'));
      const oxlint = join(process.cwd(), 'node_modules/.bin/oxlint');
      const { stdout, status } = spawnSync(oxlint, ['--type-aware', 'src'], {
        cwd: root,
        encoding: 'utf8',
      });
      expect(status).not.toBe(0);
      expect(stdout).toContain(rule);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

describe('CONTRIBUTING.md', () => {
  it('names only files and folders that are there', () => {
    const text = readFileSync('CONTRIBUTING.md', 'utf8');
    const named = [
      ...text.matchAll(/`((?:src|test|bin|hooks|bench|docs|\.ci|\.config)\/[^`\s*<>]*)`/g),
    ].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('says what every folder of src is for', () => {
    const text = readFileSync('CONTRIBUTING.md', 'utf8');
    const folders = readdirSync('src').map((name) => `src/${name}/`);
    expect(folders.filter((folder) => !text.includes(`\`${folder}\``))).toEqual([]);
  });
});
