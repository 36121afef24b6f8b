import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { putIp, takeOffIp } from '../../../src/lib/host/ip-command.ts';
import { temporaryFolder } from '../../support/temporary.ts';

afterEach(() => void vi.unstubAllEnvs());

/** Stands in for iproute2; returns what it was asked for. */
function standIn(script = ''): () => string {
  const folder = temporaryFolder();
  const log = join(folder, 'log');
  writeFileSync(join(folder, 'ip'), `#!/bin/sh\necho "$*" >>${log}\n${script}\n`);
  chmodSync(join(folder, 'ip'), 0o755);
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
  return () => readFileSync(log, 'utf8');
}

describe('an IP on an interface', () => {
  it('is put there and taken off as a network of its own', async () => {
    const asked = standIn();
    await putIp({ ip: '203.0.113.20', interfaceName: 'eth0' });
    await putIp({ ip: '2001:db8::1', interfaceName: 'eth0' });
    await takeOffIp({ ip: '203.0.113.20', interfaceName: 'eth0' });
    await takeOffIp({ ip: '2001:db8::1', interfaceName: 'eth0' });
    expect(asked()).toBe(
      [
        'address replace 203.0.113.20/32 dev eth0',
        'address replace 2001:db8::1/128 dev eth0 nodad',
        'address delete 203.0.113.20/32 dev eth0',
        'address delete 2001:db8::1/128 dev eth0\n',
      ].join('\n'),
    );
  });

  it.each([
    ['Cannot find device "eth9"', 'Check the interface in the config'],
    ['RTNETLINK answers: Operation not permitted', 'Let it have CAP_NET_ADMIN, as root has'],
  ])('that cannot be there is a failure: %s', async (said, hint) => {
    standIn(`echo '${said}' >&2; exit 1`);
    await expect(putIp({ ip: '203.0.113.20', interfaceName: 'eth9' })).rejects.toMatchObject({
      class: 'config',
      message: `ip failed: ${said}`,
      hint,
    });
  });

  it('needs iproute2', async () => {
    vi.stubEnv('PATH', temporaryFolder());
    await expect(takeOffIp({ ip: '203.0.113.20', interfaceName: 'eth0' })).rejects.toMatchObject({
      message: 'ip is not installed',
    });
  });
});
