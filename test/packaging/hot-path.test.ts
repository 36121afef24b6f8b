import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { bundle } from '../../.config/bundle.mjs';
import { modulesIn } from '../../.config/packs.mjs';
import { runCli } from '../support/run-cli.ts';
import { startServedCloud } from '../support/served-cloud.ts';
import { temporaryFolder } from '../support/temporary.ts';

/**
 * What a takeover loads before its first request is on the wire is downtime. So all of it stands on a list,
 * test/packaging/hot-path.txt: what is not there is to be loaded later, by a dynamic import, or where it
 * cannot be, to be added there on purpose. `late:` are stand-ins for what .config/late-modules.mjs names. To write the
 * list anew, run this with FLOATIP_HOT_PATH=write.
 */
const listPath = 'test/packaging/hot-path.txt';

async function hotModules(): Promise<string> {
  const { metafile } = await bundle();
  const packs = [...modulesIn(metafile)].filter(([pack]) => pack !== 'rest');
  const sections = packs.map(
    ([pack, modules]) =>
      `${pack}:\n${[...modules]
        .toSorted()
        .map((name) => `  ${name}\n`)
        .join('')}`,
  );
  return sections.toSorted().join('\n');
}

/** Notes what a process has loaded by the time it sends its first POST. */
const spy = (path: string): string => `
  const fs = require('node:fs');
  const Module = require('node:module');
  const files = [];
  const builtins = [];
  const vm = require('node:vm');
  vm.Script = class extends vm.Script {
    constructor(text, options) {
      super(text, options);
      files.push(options.filename.replace(/\\.cjs$/, ''));
    }
  };
  // On a busy machine, what waits for a while would be there before the request.
  const { setTimeout: begin } = globalThis;
  const held = [];
  let hasLeft = false;
  globalThis.setTimeout = (call, ms, ...rest) => {
    if (hasLeft || ms >= 1000) return begin(call, ms, ...rest);
    const timer = begin(() => {}, 2 ** 30);
    held.push({ timer, call, ms, rest });
    return timer;
  };
  const letGo = () => {
    hasLeft = true;
    for (const { timer, call, ms, rest } of held) {
      if (!timer._destroyed) begin(call, ms, ...rest);
      clearTimeout(timer);
    }
  };
  const load = Module._load;
  let isSeen = false;
  Module._load = (name, ...rest) => {
    const loaded = load(name, ...rest);
    if (name.startsWith('node:')) builtins.push(name);
    if (name === 'node:http' && !isSeen) {
      isSeen = true;
      const { end } = loaded.ClientRequest.prototype;
      loaded.ClientRequest.prototype.end = function (...args) {
        if (this.method === 'POST') {
          const text = JSON.stringify({ files, builtins: [...new Set(builtins)].sort() });
          fs.writeFileSync(${JSON.stringify(path)}, text);
          letGo();
        }
        return end.apply(this, args);
      };
    }
    return loaded;
  };`;

async function loadedBeforePost(args: readonly string[]): Promise<unknown> {
  const served = await startServedCloud();
  const folder = temporaryFolder();
  const [seen, preload] = [join(folder, 'seen.json'), join(folder, 'spy.cjs')];
  writeFileSync(preload, spy(seen));
  const config = join(folder, 'config.yaml');
  const entry = '{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }';
  writeFileSync(config, `addresses: [${entry}]\n`);
  const options = {
    endpoint: served.endpoint,
    metadata: served.metadata.get('222'),
    env: { FLOATIP_RUNTIME_DIR: join(folder, 'run'), FLOATIP_STATE_DIR: join(folder, 'state') },
  };
  // The first run of a boot parses the config; what comes after it is what counts.
  await runCli(['status', '-c', config], options);
  const env = { ...options.env, NODE_OPTIONS: `--require=${preload}` };
  const run = await runCli([...args, '-c', config], { ...options, env });
  expect(run.code).toBe(0);
  return JSON.parse(readFileSync(seen, 'utf8'));
}

const builtins = 'diagnostics_channel events fs http net path vm'
  .split(' ')
  .map((name) => `node:${name}`);

describe('before its first request is on the wire', { timeout: 120_000 }, () => {
  it('a takeover loads what is on the list, and nothing else', async () => {
    const modules = await hotModules();
    if (process.env['FLOATIP_HOT_PATH'] === 'write') writeFileSync(listPath, modules);
    expect(modules).toBe(readFileSync(listPath, 'utf8'));
  });

  it.each([
    ['floatip.cjs', 152_000],
    ['floatip.digitalocean.cjs', 15_000],
  ])('%s has no more bytes than it needs', (pack, most) => {
    expect(statSync(`dist/${pack}`).size).toBeLessThan(most);
  });

  it.each([
    ['assign', ['assign', 'web']],
    ['notify', ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200']],
  ])('%s opens its own packs alone, and few parts of Node', async (_command, args) => {
    const seen = await loadedBeforePost(args);
    expect(seen).toEqual({ files: ['floatip', 'floatip.digitalocean'], builtins });
  });
});
