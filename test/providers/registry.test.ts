import { readdirSync } from 'node:fs';

import { expect, it } from 'vitest';

import { kinds, providerNames, cloudOf } from '../../src/core/address.ts';
import { connectors } from '../../src/providers/registry.ts';

it('the registry, the folders and the kinds speak of the same clouds', () => {
  const entries = readdirSync('src/providers', { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(Object.keys(connectors).toSorted()).toEqual(folders.toSorted());
  expect([...providerNames].toSorted()).toEqual(folders.toSorted());
  expect(new Set(kinds.map(cloudOf))).toEqual(new Set(providerNames));
});
