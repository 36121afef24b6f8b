import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { runCli } from '../support/run-cli.ts';
import { reportOf } from '../support/run-main.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** What `npm pack` makes, installed globally into an empty prefix, as an operator would. */

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path).isFile());
}

/** In the pages that are read where the package is. */
function linksThatLeadNowhere(files: readonly string[]): readonly string[] {
  const pages = files.filter((path) => path.endsWith('.md'));
  expect(pages.filter((page) => page.includes('/docs/'))).not.toEqual([]);
  return pages.flatMap((page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^):#\s]+)(?:#\S*)?\)/g)];
    const targets = links.map(([, target = '']) => join(dirname(page), target));
    return targets.filter((target) => !existsSync(target));
  });
}

describe('the package', () => {
  it(
    'works where it is installed, holds no axios 0.x, and is small',
    { timeout: 120_000 },
    async () => {
      const folder = temporaryFolder();
      const prefix = join(folder, 'prefix');
      // The bundle is there already: building it once more would take it from the tests beside this one.
      const options = { encoding: 'utf8', stdio: 'pipe' } as const;
      execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], options);
      const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
      execFileSync(
        'npm',
        ['install', '--global', '--offline', '--prefix', prefix, join(folder, tarball)],
        options,
      );

      const files = filesBelow(prefix);
      expect(linksThatLeadNowhere(files)).toEqual([]);
      const bytes = files.reduce((sum, path) => sum + lstatSync(path).size, 0);
      expect(bytes).toBeLessThan(7 * 1024 * 1024);
      const axios = files.filter((path) => path.endsWith('/axios/package.json'));
      expect(axios).toEqual([]);
      const notices = files.find((path) => path.endsWith('THIRD-PARTY-NOTICES.txt')) ?? '';
      const inside = readFileSync(notices, 'utf8').match(/^axios \d.*$/gm);
      expect(inside).toHaveLength(1);
      expect(inside?.[0]).toMatch(/^axios 1\./);

      const script = join(prefix, 'bin/floatip');
      expect(existsSync(script)).toBe(true);
      expect((await runCli(['--version'], { script })).stdout).toMatch(
        /^floatip \d+\.\d+\.\d+ \(node v/,
      );
      const served = await startServedCloud();
      const metadata = served.metadata.get('222');
      const run = await runCli(['assign', '203.0.113.10', '--json'], {
        script,
        endpoint: served.endpoint,
        metadata,
      });
      expect(reportOf(run).results).toMatchObject([{ outcome: 'moved', writes: 1 }]);
    },
  );
});
