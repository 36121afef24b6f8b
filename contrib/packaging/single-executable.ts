import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

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
  writeFileSync(main, `${asNode}\n${program()}`);
  const settings = {
    // V8 notes it in its cache: the same wherever it is built.
    main: basename(main),
    output: resolve(out),
    executable: resolve(node),
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    // `floatip init` writes them.
    assets: Object.fromEntries(
      readdirSync('hooks')
        .toSorted()
        .map((name) => [`hooks/${name}`, resolve('hooks', name)]),
    ),
    execArgvExtension: 'none',
  };
  writeFileSync(config, JSON.stringify(settings));
  execFileSync(resolve(node), ['--predictable', '--build-sea', basename(config)], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** What bin/floatip.js does, with all packs at hand. */
function program(): string {
  const names = readdirSync('dist').filter((name) => /^floatip\.\w+\.cjs$/.test(name));
  const packs = names
    .toSorted()
    .map((name) => `${JSON.stringify(name.split('.')[1])}: ${pack(name)}`);
  return `const packs = {${packs.join(',\n')}};\n${pack('floatip.cjs')}(require, (name) => packs[name]());\n`;
}

function pack(name: string): string {
  return readFileSync(join('dist', name), 'utf8').trimEnd();
}

/** The demo starts scripts by the Node that it runs on, floatip among them, and here Node is floatip. */
const asNode = `
if (process.argv[2] === process.execPath) process.argv.splice(2, 1);
if (/^[/].*[.]cjs$/.test(process.argv[2] || '')) {
  process.argv.splice(1, 1);
  require('node:module').createRequire(process.argv[1])(process.argv[1]);
  return;
}`;
