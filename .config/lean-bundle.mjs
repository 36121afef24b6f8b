import { readFile } from 'node:fs/promises';

/**
 * An esbuild plugin that leaves out what floatip never uses and what is expensive to load, see
 * docs/decisions/0003-start-up.md. It goes by the file names of the libraries, and fails the build
 * when one of them is gone, so that an update cannot undo it unnoticed.
 */

/** A module that is loaded when one of its members is first looked at. */
const lazily = (name) =>
  `export default new Proxy({}, { get: (_, key) => require('${name}')[key] });`;

/** The same of one that is in a pack of its own: see .config/packs.mjs. */
const late = (name) => lazily(name).replace('require', 'late');

const replacements = [
  // Other ways to send a request than node:http.
  { in: /\/axios\/lib\//, path: './xhr.js', by: 'export default null;' },
  { in: /\/axios\/lib\//, path: './fetch.js', by: 'export const getFetch = () => null;' },
  { in: /\/axios\/lib\//, path: 'http2', by: 'export default { constants: {} };' },
  { in: /\/axios\/lib\//, path: '../helpers/Http2Sessions.js', by: 'export default class {}' },
  // Answers are asked for uncompressed, redirects are refused, forms are not sent.
  { in: /\/axios\/lib\//, path: 'zlib', by: 'export default { constants: {} };' },
  {
    in: /\/axios\/lib\//,
    path: 'follow-redirects',
    by: 'export default { http: null, https: null };',
  },
  { in: /\/axios\/lib\//, path: 'form-data', by: 'export default class FormData {}' },
  // The SDK of Tencent Cloud signs; floatip's own HTTP sends.
  {
    in: /\/tencentcloud\/common\//,
    path: './http/http_connection',
    by: 'export const HttpConnection = null;',
  },
  { in: /\/tencentcloud\/common\//, path: './sse_response_model', by: 'export default null;' },
  { in: /\/tencentcloud\/common\//, path: 'uuid', by: 'export const v4 = null;' },
  // Mail goes to one SMTP server, which the config names, and has no attachments.
  ...['smtp-pool', 'sendmail-transport', 'stream-transport', 'json-transport', 'ses-transport'].map(
    (transport) => ({
      in: /\/nodemailer\/dist\/esm\/nodemailer\.js$/,
      path: `./${transport}/index.js`,
      by: 'export default null;',
    }),
  ),
  {
    in: /\/nodemailer\/dist\/esm\/smtp-transport\//,
    path: '../well-known/index.js',
    by: 'export default () => false;',
  },
  ...['./mime-types.js', '../mime-funcs/mime-types.js'].map((path) => ({
    in: /\/nodemailer\/dist\/esm\/(?:mime-funcs|mailer)\//,
    path,
    by: 'export const detectMimeType = null, detectExtension = null;',
  })),
  // Needed sometimes, but never before the first request, which goes to the metadata service.
  { in: /src\/(?:core|providers)\//, path: 'ipaddr.js', by: late('ipaddr.js') },
  { in: /\/axios\/lib\//, path: 'https', by: lazily('node:https') },
  { in: /\/axios\/lib\//, path: 'crypto', by: lazily('node:crypto') },
  { in: /\/axios\/lib\//, path: 'https-proxy-agent', by: lazyProxyAgent() },
  { in: /\/commander\/lib\//, path: 'node:child_process', by: lazily('node:child_process') },
];

/** A class that is loaded when the first one is made; before that, nothing can be an instance. */
function lazyProxyAgent() {
  return `
    let loaded;
    export default class {
      constructor(...args) {
        loaded ??= require('https-proxy-agent');
        return new loaded(...args);
      }
      static [Symbol.hasInstance](value) {
        return loaded !== undefined && value instanceof loaded;
      }
    }`;
}

/** Globals whose mere mention makes Node load or build something that nobody uses here. */
const mentions = [
  // All of fetch.
  { in: /axios\/lib\/utils\.js$/, text: 'G.FormData', by: 'undefined' },
  // The set of Node's flags, to find out whether agents bring a proxy along; those of floatip do not.
  {
    in: /axios\/lib\/adapters\/http\.js$/,
    text: 'process.allowedNodeEnvironmentFlags',
    by: 'undefined',
  },
  // All of perf_hooks.
  { in: /p-retry\/index\.js$/, text: 'performance.now()', by: 'Date.now()' },
];

export function leanBundle() {
  return {
    name: 'lean-bundle',
    setup(build) {
      const used = new Set();
      build.onResolve({ filter: /^axios$/ }, (args) => resolveAxios(build, args));
      build.onResolve({ filter: /.*/ }, ({ path, importer }) => {
        const found = replacements.find((one) => one.path === path && one.in.test(importer));
        if (found === undefined) return undefined;
        used.add(found);
        return { path, namespace: 'lean-bundle', pluginData: found, sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: 'lean-bundle' }, ({ pluginData }) => ({
        contents: pluginData.by,
        resolveDir: process.cwd(),
      }));
      for (const mention of mentions) {
        build.onLoad({ filter: mention.in }, async ({ path }) => {
          const contents = await readFile(path, 'utf8');
          if (contents.includes(mention.text)) used.add(mention);
          return { contents: contents.replaceAll(mention.text, mention.by) };
        });
      }
      build.onEnd(() => {
        return complainAbout([...replacements, ...mentions].filter((one) => !used.has(one)));
      });
    },
  };
}

/** Whether imported or required, there is one axios in the bundle: digitalocean-js requires it. */
function resolveAxios(build, { resolveDir, pluginData }) {
  if (pluginData === 'resolving') return undefined;
  return build.resolve('axios', { kind: 'import-statement', resolveDir, pluginData: 'resolving' });
}

function complainAbout(unused) {
  const errors = unused.map(({ path, text }) => ({
    text: `The lean bundle no longer finds ${path ?? text}: adapt .config/lean-bundle.mjs`,
  }));
  return errors.length === 0 ? undefined : { errors };
}
