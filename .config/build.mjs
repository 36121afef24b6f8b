import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

import { bundle } from './bundle.mjs';
import { writeHelpTexts } from './help-texts.mjs';
import { thirdPartyNotices } from './notices.mjs';
import { firstPack, packsOf } from './packs.mjs';
import { warmUp } from './warm-up.mjs';

/** Builds the packs that bin/floatip.js opens, and has V8 compile them once for all starts. */

const result = await bundle();
const packs = await packsOf(result);
const hash = createHash('sha256');
for (const name of [...packs.keys()].map(String).toSorted())
  hash.update(name).update(packs.get(name));
const id = hash.digest('hex').slice(0, 12);
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
for (const [name, text] of packs) {
  const path = name === firstPack ? 'dist/floatip.cjs' : `dist/floatip.${name}.cjs`;
  // ASCII, so that V8 keeps a byte for a character.
  writeFileSync(path, `// build ${id}\n${inAscii(text)}`);
}
writeFileSync('dist/THIRD-PARTY-NOTICES.txt', thirdPartyNotices(result.metafile));
await writeHelpTexts('dist');
await warmUp();

/** esbuild 0.28 leaves regular expressions as they are. */
function inAscii(source) {
  return source.replaceAll(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
