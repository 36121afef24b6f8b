import { basename } from 'node:path';

import { transform } from 'esbuild';

import { lateModules } from './late-modules.mjs';

/**
 * Sorts the chunks that esbuild splits the program into by when they are needed, and makes a file of each sort:
 * a pack. A run reads the first pack, that of its cloud, and the rest only where it does more than a takeover.
 * See docs/decisions/0003-start-up.md.
 */

/** What is loaded before the first request of a takeover is sent, by whatever cloud. */
const hotEntries = ['src/cli/start.ts', 'src/cli/run/run-assign.ts', 'src/cli/run/run-notify.ts'];

/** The same of one cloud. */
const cloudEntry = /^src\/providers\/([^/]+)\/(?:cloud|connect)\.ts$/;

/** Reads what is no plain IPv4 address. */
const ipLibrary = 'ipaddr.js';

/** The name of the pack that a run begins with; it knows where the others are. */
export const firstPack = 'floatip';

/**
 * @param result what esbuild made of src/cli/start.ts, in chunks, as ESM
 * @returns the text of each pack, by name
 */
export async function packsOf({ metafile: { outputs }, outputFiles }) {
  const chunks = chunksIn(outputs);
  const places = placesOf(chunks);
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const packs = new Map();
  for (const [chunk, { pack }] of places) {
    const isFixed = isOurs(chunks.get(chunk));
    const part = await partOf(texts.get(chunk), { chunks, places, isFixed });
    packs.set(pack, [...(packs.get(pack) ?? []), part]);
  }
  const { number: entry } = places.get(chunkOf('src/cli/start.ts', chunks));
  const others = [...packs].filter(([name]) => name !== firstPack);
  const firsts = others.map(([name]) => [name, firstNumberOf(name, places)]);
  const first = textOfFirst(packs.get(firstPack), { entry, firsts });
  return new Map([[firstPack, first], ...others.map(([name, parts]) => [name, textOf(parts)])]);
}

/**
 * @param metafile what esbuild says of what it made
 * @returns {Map<string, Set<string>>} the files of floatip and the names of the packages that are in each pack
 */
export function modulesIn({ outputs }) {
  const chunks = chunksIn(outputs);
  const modules = new Map();
  for (const [chunk, { pack }] of placesOf(chunks)) {
    const names = modules.get(pack) ?? new Set();
    for (const path of Object.keys(chunks.get(chunk).inputs)) names.add(moduleOf(path));
    modules.set(pack, names);
  }
  return modules;
}

function moduleOf(path) {
  const [, name = path] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  return name;
}

function chunksIn(outputs) {
  return new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]));
}

/** Where each chunk is put: the pack, and its number, which all packs share. Those of a pack follow each other. */
function placesOf(chunks) {
  const entries = [...chunks.values()].flatMap(({ entryPoint = [] }) => entryPoint);
  const sorts = new Map([[firstPack, closureOf(hotEntries, chunks)]]);
  sorts.set('later', closureOf(lateModules, chunks)).set('ip', closureOf([ipLibrary], chunks));
  for (const path of entries) {
    const [, cloud] = cloudEntry.exec(path) ?? [];
    if (cloud === undefined) continue;
    sorts.set(cloud, new Set([...(sorts.get(cloud) ?? []), ...closureOf([path], chunks)]));
  }
  const packed = new Map([...sorts.keys(), 'rest'].map((name) => [name, []]));
  for (const chunk of [...chunks.keys()].map(String).toSorted()) {
    const wanting = [...sorts].filter(([, closure]) => closure.has(chunk)).map(([name]) => name);
    // What several clouds need, the first pack has.
    const name = wanting.length === 0 ? 'rest' : wanting.length > 1 ? firstPack : wanting[0];
    packed.get(name).push(chunk);
  }
  const inOrder = [...packed].flatMap(([pack, own]) => own.map((chunk) => ({ pack, chunk })));
  return new Map(inOrder.map(({ pack, chunk }, number) => [chunk, { pack, number }]));
}

function firstNumberOf(pack, places) {
  return [...places.values()].find((place) => place.pack === pack).number;
}

/** The chunks that these entries bring along when they are loaded. */
function closureOf(entries, chunks) {
  const found = new Set();
  const add = (chunk) => {
    if (found.has(chunk)) return;
    found.add(chunk);
    for (const { kind, path, external } of chunks.get(chunk).imports) {
      if (kind === 'import-statement' && external !== true) add(basename(path));
    }
  };
  for (const entry of entries) add(chunkOf(entry, chunks));
  return found;
}

function chunkOf(entry, chunks) {
  const found = [...chunks].find(([, { entryPoint }]) => moduleOf(entryPoint ?? '') === entry);
  if (found === undefined) throw new Error(`${entry} is no entry: adapt .config/packs.mjs`);
  return found[0];
}

/**
 * Nothing that floatip's own files export is assigned anew, says the linter: import/no-mutable-exports. Nor is what
 * .config/late-modules.mjs and .config/lean-bundle.mjs write.
 */
function isOurs({ inputs }) {
  return Object.keys(inputs).every((path) => /^(?:src\/|late:|lean-bundle:)/.test(path));
}

/** A chunk as a function of CommonJS, which names other chunks by their places. */
async function partOf(text, { chunks, places, isFixed }) {
  let head = '';
  let body = text.trimEnd();
  for (;;) {
    const [statement, what, from] = importStatement.exec(body) ?? [];
    if (statement === undefined) break;
    body = body.slice(statement.length);
    head += importOf(what, from, places);
  }
  body = body.replace(exportStatement, (_all, names) => {
    const fields = names.split(',').map(isFixed ? fieldOf : getterOf);
    const exported = `module.exports={${fields.join(',')}};`;
    if (isFixed) return exported;
    head = `${exported}${head}`;
    return '';
  });
  // A package that is no ESM, imported as it is: esbuild says nothing of the names in it.
  body = body.replace(exportDefault, (_all, value) => `module.exports=${value};`);
  body = body.replaceAll(/\bimport\("\.\/([^"]+)"\)/g, (_all, chunk) => {
    return `load("${placeIn(places, chunk)}")`;
  });
  // What is stood in for: .config/late-modules.mjs.
  body = body.replaceAll(/\blate\("([^"]+)"\)/g, (_all, module) => {
    return `require("${placeIn(places, chunkOf(module, chunks))}")`;
  });
  const { code } = await transform(`${head}${body}`, {
    format: 'cjs',
    target: 'node20',
    charset: 'ascii',
    minify: true,
  });
  // esbuild knows of names only.
  const numbered = code.trimEnd().replaceAll(/\b(require|load)\("#(\d+)"\)/g, '$1($2)');
  return `function(module,require,load){${numbered}}`;
}

const importStatement = /^import(?:([^"';]*?)from)?"([^"]+)";/;
const exportStatement = /export\{([^}]*)\};$/;
const exportDefault = /export default ([\w$]+\(\));$/;

/** Of another chunk, esbuild goes on; what Node has does not change once it is there. */
function importOf(what, from, places) {
  if (from.startsWith('./')) {
    const place = `"${placeIn(places, from.slice(2))}"`;
    return what === undefined ? `require(${place});` : `import${what}from${place};`;
  }
  if (what === undefined) return `require("${from}");`;
  const [, all, one, some] = /^\s*(?:\*\s*as ([\w$]+)\s*|([\w$]+)\s*)?,?(?:\{([^}]*)\})?\s*$/.exec(
    what,
  );
  const names = [
    ...[all, one].filter(Boolean),
    ...(some === undefined ? [] : [`{${some.replaceAll(' as ', ':')}}`]),
  ];
  return names.map((name) => `const ${name}=require("${from}");`).join('');
}

function placeIn(places, chunk) {
  const place = places.get(chunk);
  if (place === undefined) throw new Error(`There is no chunk ${chunk}`);
  return `#${place.number}`;
}

/** Of what is there once a part has run. V8 makes an object of such fields in one go, and one of getters step by step. */
function fieldOf(name) {
  const [inside, outside = inside] = name.trim().split(' as ');
  return `${outside}:${inside}`;
}

/** Of what may change until it is asked for. */
function getterOf(name) {
  const [inside, outside = inside] = name.trim().split(' as ');
  return `get ${outside}(){return ${inside}}`;
}

function textOf(parts) {
  return `(function(){return[${parts.join(',\n')}]})`;
}

/** Runs its first part. `require` is Node's; `open` gives the parts of another pack. */
function textOfFirst(parts, { entry, firsts }) {
  return `(function(require,open){
const parts=[${parts.join(',\n')}];
${link.toString()}
link({parts,firsts:${JSON.stringify(firsts)},require,open})(${entry});
})`;
}

/**
 * Written into the first pack: finds a part by its number, or what Node has by its name, and runs each part once. Node
 * is asked once for each of its modules: it takes microseconds to find the same one again.
 */
function link({ parts, firsts, require, open }) {
  const modules = [];
  const builtins = {};
  const need = (place) => {
    if (typeof place === 'string') return (builtins[place] ??= require(place));
    const known = modules[place];
    if (known !== undefined) return known.exports;
    if (parts[place] === undefined) fetchFor(place);
    const module = { exports: undefined };
    modules[place] = module;
    parts[place](module, need, load);
    return module.exports;
  };
  const fetchFor = (place) => {
    const [name, first] = firsts.findLast(([, number]) => number <= place);
    for (const [index, part] of open(name).entries()) parts[first + index] = part;
  };
  const load = async (place) => need(place);
  return need;
}
