import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { labRequirements, missingPackages } from './requirements.ts';

const lab = labRequirements.map(({ package: name }) => name);

it('has what .ci/run installs', () => {
  const [, list = ''] = /^packages='(.*)'$/m.exec(readFileSync('.ci/run', 'utf8')) ?? [];
  expect(list.split(' ')).toEqual(lab);
});

it('has what docs/rehearse.md asks for', () => {
  const [, list = ''] =
    /It needs root, ([^;]*)\./.exec(readFileSync('docs/rehearse.md', 'utf8')) ?? [];
  expect([...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)).toEqual(lab);
});

it('says what is missing, and what to do about it', () => {
  const here = { package: 'here', probe: [process.execPath, '--version'] } as const;
  const absent = { package: 'absent', probe: ['no-such-program'] } as const;
  const broken = {
    package: 'broken',
    probe: [process.execPath, '--eval', 'process.exit(1)'],
  } as const;
  expect(missingPackages([here])).toEqual([]);
  expect(missingPackages([here, absent, broken])).toEqual([
    'absent broken: on Debian, apt-get install --no-install-recommends absent broken',
  ]);
});
