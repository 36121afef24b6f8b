import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface SingleExecutable {
  /** A Node without symbols: to strip it later breaks it. From 26 on it builds such files itself. */
  readonly node: string;
  /** For work that is thrown away. */
  readonly folder: string;
  readonly out: string;
}

/** One file that holds Node, the bundle, and what V8 compiles of it at once: for hosts without a package manager. */
export function buildSingleExecutable({ node, folder, out }: SingleExecutable): void {
  const main = join(folder, 'main.cjs');
  const config = join(folder, 'sea.json');
  const bundle = readFileSync('dist/floatip.cjs', 'utf8');
  // The bundle is a function of a module's five parts, for bin/floatip.js to call.
  const call = '(exports, require, module, __filename, __dirname)';
  writeFileSync(main, `${asNode}\n${bundle.trimEnd()}${call};\n`);
  const settings = {
    main: resolve(main),
    output: resolve(out),
    executable: resolve(node),
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    execArgvExtension: 'none',
  };
  writeFileSync(config, JSON.stringify(settings));
  execFileSync(node, ['--build-sea', config], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** The demo starts scripts by the Node that it runs on, floatip among them, and here Node is floatip. */
const asNode = `
if (process.argv[2] === process.execPath) process.argv.splice(2, 1);
if (/^[/].*[.]cjs$/.test(process.argv[2] || '')) {
  process.argv.splice(1, 1);
  require('node:module').createRequire(process.argv[1])(process.argv[1]);
  return;
}`;
