import { describe, expect, it } from 'vitest';

import { failuresOf } from './doctor.ts';
import { canInstall, emptyHost, packed } from './host.ts';
import {
  configure,
  hasTold,
  isHeldHere,
  startCloud,
  startKeepalived,
  stopKeepalived,
  takeAway,
  until,
} from './pair.ts';

/** With rpm's own database, in which nothing is but what Red Hat would have. */

/** What a package of the system provides, as far as floatip asks. */
const base = `
mkdir /tmp/base
cat >/tmp/base/base.spec <<'END'
Name: base
Version: 1
Release: 1
Summary: What the system has
License: none
BuildArch: noarch
Provides: /bin/sh, glibc = 2.28, libstdc++ = 8
%description
What the system has.
%files
END
rpmbuild -bb --quiet --define '_topdir /tmp/base' /tmp/base/base.spec
`;

/** Debian's rpm wants to be told that it is meant. */
const rpm = 'rpm --force-debian';

describe.skipIf(!canInstall)('the rpm with its own Node', () => {
  it('serves a host from its installation to its removal', { timeout: 600_000 }, async () => {
    const host = await emptyHost('bookworm');
    const refusal = host.refused(`${rpm} -i ${packed('here', 'x86_64.rpm')}`);
    expect(refusal).toContain('glibc >= 2.28 is needed by floatip-bundled');
    host.run(`${base}${rpm} -i /tmp/base/RPMS/noarch/base-1-1.noarch.rpm`);

    host.run(`${rpm} -i ${packed('before', 'x86_64.rpm')}`);
    expect(host.run('floatip --version')).toMatch(/^floatip \d.*\(node v24\./);
    expect(host.run('floatip demo')).toContain('read the owner back: it is there');
    expect(host.run(`${rpm} -V floatip-bundled && echo whole`)).toBe('whole\n');

    host.run(configure);
    host.run(startCloud);
    host.run(startKeepalived);
    host.run(until(isHeldHere));
    host.run(until(hasTold));
    expect(failuresOf(host)).toEqual([]);

    host.run('echo "# ours" >>/etc/floatip/keepalived-notify');
    host.run(`${rpm} -U ${packed('here', 'x86_64.rpm')}`);
    expect(host.run(`${rpm} -q floatip-bundled`)).not.toContain('0.0.1');
    expect(host.run('tail -n 1 /etc/floatip/keepalived-notify')).toBe('# ours\n');
    expect(host.run('floatip status')).toMatch(/web .*MASTER.*ok/);
    host.run(stopKeepalived);
    host.run(takeAway);
    host.run(startKeepalived);
    host.run(until(isHeldHere));
    host.run(stopKeepalived);

    host.run(`${rpm} -e floatip-bundled`);
    expect(host.run('find /usr -path "*floatip*"')).toBe('');
    expect(host.run('tail -n 1 /etc/floatip/keepalived-notify.rpmsave')).toBe('# ours\n');
    host.run('test -s /etc/floatip/config.yaml && test -s /var/lib/floatip/journal.jsonl');
  });

  it('has a relative for hosts with Node, which asks for it', { timeout: 300_000 }, async () => {
    const host = await emptyHost('bookworm');
    const said = host.refused(`${rpm} -i ${packed('here', 'noarch.rpm')}`);
    expect(said).toContain('nodejs >= 20.19 is needed by floatip');
  });
});
