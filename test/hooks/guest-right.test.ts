import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../support/keepalived-host.ts';

/** Whether this user may make a network of its own, and give up rights in it. */
const canTry =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--net', 'setpriv', '--bounding-set', '-all', 'true']).status === 0;
if (!canTry) console.log('not tried with the capabilities of the unit: that needs root');

const unit = readFileSync('hooks/floatip.service', 'utf8');

function rightsIn(text: string): readonly string[] {
  return [...text.matchAll(/^CapabilityBoundingSet=(.*)$/gm)].flatMap(([, names = '']) =>
    names.toLowerCase().replaceAll('cap_', '').split(' '),
  );
}

/** Puts an IP on an interface with these rights alone, as floatip does. */
function putIp(rights: readonly string[]) {
  const set = ['-all', ...rights.map((name) => `+${name}`)].join(',');
  const ip =
    'ip link set lo up; exec setpriv --bounding-set "$0" ip address replace 203.0.113.9/32 dev lo';
  return spawnSync('unshare', ['--net', 'sh', '-c', ip, set], { encoding: 'utf8' });
}

async function dropIn(address: string, by: string): Promise<string | undefined> {
  const line = `init --self 10.0.0.2 --peer 10.0.0.3 --interface eth0 --by ${by} --json --address`;
  const { stdout } = await keepalivedHost().run(`${line} ${address}`);
  const { hosts } = JSON.parse(stdout);
  const files: { path: string; text: string }[] = hosts[0].files;
  return files.find(({ path }) => path.endsWith('floatip.service.d/guest.conf'))?.text;
}

// A blank would end the word.
const withGuest = 'hetzner-floating-ip:203.0.113.20,guest={"interface":"eth0"}';

describe('the right to put an IP on an interface', () => {
  it('is in what init writes for an address with guest, and for no other', async () => {
    expect(await dropIn(withGuest, 'fifo')).toContain('CapabilityBoundingSet=CAP_NET_ADMIN\n');
    expect(await dropIn(withGuest, 'hooks')).toBeUndefined();
    expect(await dropIn('hetzner-floating-ip:203.0.113.20', 'both')).toBeUndefined();
  });

  it.skipIf(!canTry)('is not in the unit, and is all that is missing there', async () => {
    const without = rightsIn(unit);
    expect(without).toContain('net_raw');
    const refused = putIp(without);
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toMatch(/not permitted/i);
    const text = (await dropIn(withGuest, 'both')) ?? '';
    expect(putIp([...without, ...rightsIn(text)]).status).toBe(0);
  });
});
