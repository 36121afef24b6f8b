/**
 * Loads all of floatip before a test begins: code that is loaded on the way would take real time,
 * which a fake clock knows nothing of.
 */
declare global {
  interface ImportMeta {
    /** What vitest makes of it: a loader for each file that matches. */
    glob(patterns: readonly string[]): Readonly<Record<string, () => Promise<unknown>>>;
  }
}

const modules = import.meta.glob([
  '../../src/**/*.ts',
  '!../../src/cli/start.ts',
  // Runs in a browser.
  '!../../src/watch/page/browser/*.ts',
]);
for (const load of Object.values(modules)) await load();
