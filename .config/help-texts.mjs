import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Has the program print its helps once, for bin/floatip.js to print them without the program. */
export async function writeHelpTexts(dist) {
  const folder = join(dist, 'help');
  const program = await helpOf([]);
  const commands = [...program.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
  const texts = await Promise.all(
    commands.filter(isCommand).map(async (name) => [name, await helpOf([name])]),
  );
  mkdirSync(folder);
  for (const [name, text] of [['floatip', program], ...texts]) {
    writeFileSync(join(folder, name), text);
  }
  // What V8 compiled of it is of no use to anybody who starts a takeover.
  for (const file of readdirSync(dist)) if (file.endsWith('.cache')) rmSync(join(dist, file));
}

/** In the examples, lines begin with the name of the program. */
function isCommand(name) {
  return name !== 'floatip' && name !== 'help';
}

async function helpOf(words) {
  const args = ['bin/floatip.js', ...words, '--help'];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { PATH: process.env.PATH },
  });
  return stdout;
}
