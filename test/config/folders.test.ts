import { describe, expect, it } from 'vitest';

import { runtimeFolder, stateFolder } from '../../src/config/folders.ts';

describe('the folders of floatip', () => {
  it.each([
    ['its own', { FLOATIP_RUNTIME_DIR: '/a', RUNTIME_DIRECTORY: '/b' }, '/a'],
    ["systemd's, the first of them", { RUNTIME_DIRECTORY: '/b:/c' }, '/b'],
    [
      "systemd's where its own is empty",
      { FLOATIP_RUNTIME_DIR: '', RUNTIME_DIRECTORY: '/b' },
      '/b',
    ],
  ])('are named by a variable: %s', (_what, env, folder) => {
    expect(runtimeFolder(env)).toBe(folder);
    const state = Object.entries(env).map(([name, value]) => [
      name.replace('RUNTIME', 'STATE'),
      value,
    ]);
    expect(stateFolder(Object.fromEntries(state))).toBe(folder);
  });
});
