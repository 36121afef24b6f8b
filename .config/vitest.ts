import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    dir: 'test',
    include: ['**/*.test.ts'],
    testTimeout: 60_000,
    // No module of floatip keeps anything from one run to the next, and tests put back what they change:
    // so the files of one worker share what they load, a quarter of the time of a whole run.
    isolate: false,
    // CommonJS as Node itself imports it, and as the bundle does.
    deps: { interopDefault: false },
    // Two cores; the tests that start processes share them with those.
    maxWorkers: 2,
    // The embedded cloud stands in for the vendors; nothing may reach a real one by accident.
    env: { DO_TOKEN: '', DIGITALOCEAN_TOKEN: '', NODE_EXTRA_CA_CERTS: '' },
  },
});
