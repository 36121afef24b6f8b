import { readdirSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { cloudOf } from '../../src/core/address.ts';
import { registry } from '../../src/providers/registry.ts';
import { allClouds } from '../support/clouds.ts';

const descriptions = await allClouds().describeAll();

describe('the registry', () => {
  it('has the clouds that have a folder, by their own names', () => {
    const entries = readdirSync('src/providers', { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(Object.keys(registry).toSorted()).toEqual(folders.toSorted());
    expect(descriptions.map(({ name }) => name)).toEqual(Object.keys(registry));
  });

  it.each(descriptions)('knows the variables of the secret of $name', (description) => {
    const given = {
      endpoint: (url: any) => url,
      metadata: (url: string) => url,
      variable: () => undefined,
    };
    const { secret } = description.configure({}, given);
    // A cloud may be told by others as well, such as the one that names an entry of a file.
    const known = registry[description.name]?.variables;
    expect(known).toEqual(expect.arrayContaining([...(secret?.parts[0].variables ?? [])]));
  });

  it.each(descriptions)(
    'finds $name by each of its kinds',
    async ({ name, kinds, loadConfigPart }) => {
      expect(name).toMatch(/^[a-z0-9]+$/);
      for (const kind of kinds) expect(cloudOf(kind.name)).toBe(name);
      const { addresses } = await loadConfigPart();
      expect(Object.keys(addresses)).toEqual(kinds.map((kind) => kind.name));
    },
  );
});
