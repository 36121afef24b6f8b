import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { searchForSecrets } from './leaks.mjs';
import { reasonsIn } from './reasons.mjs';

/**
 * Everything that has to hold before a change lands: types, lint, format, dead code, tests, a quick
 * pass through the lab where there are root and the packages for it; and at the end, that no secret of
 * the tests shows up in anything that was printed or written. The last lines are the verdicts, and why.
 */

const steps = [
  { name: 'types', script: 'typecheck' },
  { name: 'lint', script: 'lint' },
  { name: 'tests', script: 'unit' },
  { name: 'lab', script: 'lab:quick', isLab: true },
  { name: 'lease lab', script: 'lab:lease:quick', isLab: true },
];
/** The exit code of a lab that lacks what it needs, and has said what. */
const lacking = 3;
/** Set where all of it has been installed: what is left out there, nobody would notice. */
const mayLackLab = process.env.FLOATIP_LAB !== 'required';

const transcripts = mkdtempSync(join(tmpdir(), 'floatip-check-'));
const log = createWriteStream(join(transcripts, 'check.log'));
/** Of each step, and of what was searched for secrets. */
const verdicts = [];

for (const { name, script, isLab = false } of steps) {
  const begin = performance.now();
  const { code, printed } = await run('npm', ['run', '--silent', script]);
  const took = `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  const isLeftOut = mayLackLab && isLab && code === lacking;
  const reasons = code === 0 || isLeftOut ? [] : reasonsIn(printed);
  const word = isLeftOut ? '-' : code === 0 ? 'ok' : 'FAILED';
  conclude({ name, word, about: isLeftOut ? 'left out' : took, reasons });
}

log.end();
await once(log, 'finish');
const { files, bytes, found } = searchForSecrets(transcripts);
// Fewer files mean that the tests left no transcripts, so that nothing was searched.
const isClean = found.length === 0 && files >= 2;
conclude({
  name: 'secrets',
  word: isClean ? 'ok' : 'FAILED',
  about: `${files} files, ${bytes} bytes searched`,
  reasons: found.map((place) => `A secret of the tests shows up in ${place}`),
});
if (found.length === 0) rmSync(transcripts, { recursive: true });

console.log('');
for (const { line, reasons } of verdicts) {
  console.log(line);
  for (const reason of reasons) console.log(`         ${reason}`);
}
process.exitCode = verdicts.some(({ word }) => word === 'FAILED') ? 1 : 0;

function conclude({ name, word, about, reasons }) {
  const line = `${word.padEnd(6)} ${name} (${about})`;
  console.log(line);
  verdicts.push({ word, line, reasons });
}

async function run(command, args) {
  const env = { ...process.env, FLOATIP_TEST_TRANSCRIPTS: transcripts, NO_COLOR: '1' };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const [stream, output] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    stream.pipe(output, { end: false });
    stream.pipe(log, { end: false });
    stream.setEncoding('utf8').on('data', (text) => (printed += text));
  }
  const [code] = await once(child, 'close');
  return { code, printed };
}
