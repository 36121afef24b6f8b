import { expect, it } from 'vitest';

import { whyNotReleasable } from '../../contrib/packaging/releasable.ts';

const good = {
  version: '1.2.3',
  changelog: '# Changelog\n\n## 1.2.3\n\n- new\n\n## 1.2.2\n',
  lock: '{"version":"1.2.3"}',
  changes: '',
  tags: 'latest\nv1.2.3',
};

it('a clean tree whose version is the same everywhere may be published', () => {
  expect(whyNotReleasable(good)).toEqual([]);
});

it.each([
  [{ changes: ' M README.md' }, 'commit them'],
  [{ version: '1.2.3-rc.1' }, 'no version to publish: 1.2.3-rc.1'],
  [{ lock: '{"version":"1.2.2"}' }, 'another version: 1.2.2'],
  [{ changelog: '# Changelog\n\n## Unreleased\n' }, 'begins with Unreleased'],
  [{ tags: 'v1.2.30' }, 'no tag v1.2.3'],
])('%o is not published', (change, reason) => {
  expect(whyNotReleasable({ ...good, ...change }).join()).toContain(reason);
});
