import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';

const config = `
addresses:
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10' }
  - { name: gone, kind: digitalocean-reserved-ip, ip: 203.0.113.99 }
`;

/** The first address is not allowed, exit code 4; the second one the cloud does not know, 3. */
function host(): KeepalivedHost {
  const one = keepalivedHost(config);
  const fault = { type: 'status', status: 401 } as const;
  one.world.cloud.faults.add({ match: { path: '/v2/reserved_ipv6*' }, times: 0, fault });
  return one;
}

function namesIn(stdout: string): readonly string[] {
  const { results, addresses } = JSON.parse(stdout);
  return (results ?? addresses).map(({ name }: { readonly name: string }) => name);
}

describe('several addresses', () => {
  it.each(['assign', 'release', 'status'])(
    '%s exits with the code of the first in the config, in whatever order they were named',
    async (command) => {
      const run = await host().run(`${command} --json 203.0.113.98 gone six`);
      expect(namesIn(run.stdout)).toEqual(['six', 'gone', '203.0.113.98']);
      expect(run.code).toBe(4);
      expect((await host().run(`${command} gone`)).code).toBe(3);
    },
  );
});
