import { describe, expect, it } from 'vitest';

import { canInstall, emptyHost, packed } from './host.ts';

const install = 'dpkg --force-unsafe-io -i';
const caches = 'ls /usr/lib/floatip/dist | grep cache';

describe.skipIf(!canInstall)('the package for hosts with Node', () => {
  it('is refused where there is none, and says what it needs', { timeout: 300_000 }, async () => {
    const host = await emptyHost('bookworm');
    const said = host.refused(`${install} ${packed('here', 'all.deb')}`);
    expect(said).toContain('floatip depends on nodejs (>= 20.19)');
  });

  it(
    'has V8 compile for that Node, and gives way to the other package',
    { timeout: 300_000 },
    async () => {
      const host = await emptyHost('trixie');
      host.run(`${install} ${packed('before', 'all.deb')}`);
      const compiled = host.run(caches);
      // The demo takes over in all clouds.
      expect(compiled).toMatch(/^floatip\.\w+\.v20\..*\.takeover\.cache$/m);
      expect(compiled).toMatch(/^floatip\.digitalocean\.\w+\.v20\..*\.takeover\.cache$/m);
      host.run(`rm /usr/lib/floatip/dist/*.cache; touch /usr/lib/floatip/dist/old.cache`);
      host.run(`${install} ${packed('here', 'all.deb')}`);
      expect(host.run(caches)).toBe(compiled);
      host.run('floatip history; echo kept >/etc/floatip/config.yaml');

      host.run(`${install} ${packed('here', 'amd64.deb')}`);
      expect(host.run('floatip --version')).toMatch(/\(node v24\./);
      expect(host.run('cat /etc/floatip/config.yaml')).toBe('kept\n');
      host.run('dpkg -P floatip-bundled floatip');
      expect(host.run('find /etc /run /usr /var -xdev -name "*floatip*"')).toBe('');
    },
  );
});
