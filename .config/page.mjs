import { build } from 'esbuild';

/**
 * What the watcher's page brings along, small and in ASCII: its style, and its script in one piece.
 * @returns {Promise<{ style: string, script: string }>}
 */
export async function pageAssets() {
  const [style, script] = await Promise.all([
    bundle('src/watch/page/style.css'),
    bundle('src/watch/page/browser/main.ts'),
  ]);
  return { style, script };
}

async function bundle(entry) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0].text.trim();
}
