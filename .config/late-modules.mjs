import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * Modules that a takeover calls once its first write has left, or that it seldom calls at all. Whoever imports one
 * gets a stand-in, and the module itself is in a pack that is opened when a stand-in is called. So they hold up no
 * start, and whoever calls them need not wait for an import. See docs/decisions/0003-start-up.md.
 */
export const lateModules = [
  'src/app/learn-ips.ts',
  'src/app/not-listed.ts',
  'src/app/owner-status.ts',
  'src/app/read-with-retries.ts',
  'src/app/status.ts',
  'src/app/tell-people.ts',
  'src/app/tell-warnings.ts',
  'src/app/trigger-status.ts',
  'src/app/unknown-address.ts',
  'src/app/warnings.ts',
  'src/app/why-not.ts',
  'src/app/with-guest.ts',
  'src/cli/log-style.ts',
  'src/cli/mistakes/nothing-done.ts',
  'src/cli/print/explain.ts',
  'src/cli/print/print-report.ts',
  'src/cli/run/hook-notices.ts',
  'src/cli/run/tell-syslog.ts',
  'src/cli/start-sender.ts',
  'src/config/lease-settings.ts',
  'src/core/contest.ts',
  'src/core/ip-mistake.ts',
  'src/core/near-name.ts',
  'src/core/verdict.ts',
  'src/lib/files/line-file.ts',
  'src/lib/files/memory-folder.ts',
  'src/lib/host/stderr-kind.ts',
  'src/lib/http/http-failure.ts',
  'src/lib/processes/hangup-ignored.ts',
  'src/lib/processes/program-environment.ts',
  'src/lib/processes/who-runs.ts',
  'src/lib/time/kernel-time.ts',
  'src/lib/time/process-clock.ts',
  'src/providers/in-between.ts',
  'src/takeover/after.ts',
  'src/takeover/assertion.ts',
  'src/takeover/conclude.ts',
  'src/takeover/give-back.ts',
  'src/takeover/guest.ts',
  'src/takeover/preview.ts',
  'src/takeover/result-without-run.ts',
  'src/takeover/settle.ts',
  'src/triggers/actor.ts',
  'src/triggers/assigned-ips.ts',
  'src/triggers/fifo-holders.ts',
  'src/triggers/fifo-use.ts',
  'src/triggers/running-keepalived.ts',
  'src/triggers/trigger-word.ts',
];

const late = new Set(lateModules);

/** An esbuild plugin that has them stood in for. */
export function standIns() {
  return {
    name: 'late-modules',
    setup(build) {
      build.onResolve({ filter: /^\.\.?\/.+\.ts$/ }, ({ path, importer, kind, resolveDir }) => {
        const module = fromHere(join(resolveDir, path));
        const isLate = late.has(module) && !late.has(fromHere(importer));
        if (!isLate || kind !== 'import-statement') return undefined;
        return { path: module, namespace: 'late', sideEffects: false };
      });
      build.onLoad({ filter: /.*/, namespace: 'late' }, async ({ path }) => ({
        contents: standInFor(path, await readFile(path, 'utf8')),
      }));
    },
  };
}

function fromHere(path) {
  return relative(process.cwd(), path);
}

/** Functions can be stood in for; what else a module exports is there once it has run. */
function standInFor(path, source) {
  const [other] = /^export (?!(?:async )?function |interface |type ).*/m.exec(source) ?? [];
  if (other !== undefined) throw new Error(`${path} may not be late, as it has: ${other}`);
  const names = [...source.matchAll(/^export (?:async )?function (\w+)/gm)].map(([, name]) => name);
  return names
    .map((name) => `export const ${name} = (...args) => late('${path}').${name}(...args);`)
    .join('\n');
}
