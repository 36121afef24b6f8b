import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import { build } from 'esbuild';

import { leanBundle } from './lean-bundle.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { pageAssets } from './page.mjs';
import { warmUp } from './warm-up.mjs';

/** Builds the one bundle that bin/floatip.js starts, and has V8 compile it once for all starts. */

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const page = await pageAssets();

const { metafile, outputFiles } = await build({
  entryPoints: ['src/cli/start.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  charset: 'ascii',
  legalComments: 'none',
  define: {
    FLOATIP_VERSION: JSON.stringify(version),
    FLOATIP_PAGE_STYLE: JSON.stringify(page.style),
    FLOATIP_PAGE_SCRIPT: JSON.stringify(page.script),
  },
  plugins: [leanBundle()],
  outfile: 'dist/floatip.cjs',
  metafile: true,
  write: false,
});

const text = inAscii(outputFiles[0].text);
const id = createHash('sha256').update(text).digest('hex').slice(0, 12);
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
// One function, so that the starter can hand it to V8 as it is; ASCII, so that it reads fast.
const parameters = 'exports, require, module, __filename, __dirname';
writeFileSync('dist/floatip.cjs', `// build ${id}\n(function (${parameters}) {${text}\n})`);
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(metafile));
await warmUp();

/** esbuild 0.28 leaves regular expressions as they are, and bin/floatip.js takes a byte for a character. */
function inAscii(source) {
  return source.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
