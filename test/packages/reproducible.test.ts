import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { packages } from './host.ts';

describe.skipIf(packages === '')('packages of one commit', () => {
  const names = packages === '' ? [] : readdirSync(join(packages, 'here'));

  it('are all there: deb and rpm for each architecture and for hosts with Node, and the one file', () => {
    expect(names.length).toBe(7);
    expect(readdirSync(join(packages, 'there'))).toEqual(names);
  });

  it.each(names)('are the same bytes wherever they are built: %s', (name) => {
    expect(sumOf(join(packages, 'there', name))).toBe(sumOf(join(packages, 'here', name)));
  });
});

function sumOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}
