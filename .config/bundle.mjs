import { readFileSync } from 'node:fs';

import { build } from 'esbuild';

import { lateModules, standIns } from './late-modules.mjs';
import { leanBundle } from './lean-bundle.mjs';
import { pageAssets } from './page.mjs';

/** What esbuild makes of the program: a chunk for all that is needed together, and a dynamic import between two. */
export async function bundle() {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const page = await pageAssets();
  return await build({
    entryPoints: ['src/cli/start.ts', 'ipaddr.js', ...lateModules],
    entryNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    define: {
      FLOATIP_VERSION: JSON.stringify(version),
      FLOATIP_PAGE_STYLE: JSON.stringify(page.style),
      FLOATIP_PAGE_SCRIPT: JSON.stringify(page.script),
    },
    plugins: [leanBundle(), standIns()],
    outdir: 'dist',
    metafile: true,
    write: false,
  });
}
