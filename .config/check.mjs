import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { searchForSecrets } from './leaks.mjs';

/**
 * Everything that has to hold before a change lands: types, lint, format, dead code, tests, a quick
 * pass through the lab where there are root and the packages for it; and at the end, that no secret of
 * the tests shows up in anything that was printed or written.
 */

const steps = [
  { name: 'types', script: 'typecheck' },
  { name: 'lint', script: 'lint' },
  { name: 'tests', script: 'unit' },
  { name: 'lab', script: 'lab:quick' },
];
/** The exit code of a lab that lacks what it needs, and has said what. */
const lacking = 3;
/** Set where all of it has been installed: what is left out there, nobody would notice. */
const mayLackLab = process.env.FLOATIP_LAB !== 'required';

const transcripts = mkdtempSync(join(tmpdir(), 'floatip-check-'));
const log = createWriteStream(join(transcripts, 'check.log'));
let failed = false;

for (const { name, script } of steps) {
  const begin = performance.now();
  const code = await run('npm', ['run', '--silent', script]);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const isLeftOut = mayLackLab && name === 'lab' && code === lacking;
  const verdict = isLeftOut ? '-' : code === 0 ? 'ok' : 'FAILED';
  console.log(`${verdict.padEnd(6)} ${name} (${isLeftOut ? 'left out' : `${seconds} s`})`);
  failed ||= code !== 0 && !isLeftOut;
}

log.end();
await once(log, 'finish');
const { files, bytes, found } = searchForSecrets(transcripts);
for (const place of found) console.log(`A secret of the tests shows up in ${place}`);
// Fewer files mean that the tests left no transcripts, so that nothing was searched.
const secretsFailed = found.length > 0 || files < 2;
console.log(
  `${secretsFailed ? 'FAILED' : 'ok    '} secrets (${files} files, ${bytes} bytes searched)`,
);
if (found.length === 0) rmSync(transcripts, { recursive: true });
process.exitCode = failed || secretsFailed ? 1 : 0;

async function run(command, args) {
  const env = { ...process.env, FLOATIP_TEST_TRANSCRIPTS: transcripts, NO_COLOR: '1' };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const [stream, output] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    stream.pipe(output, { end: false });
    stream.pipe(log, { end: false });
  }
  const [code] = await once(child, 'close');
  return code;
}
