import type { Address } from '../../core/address.ts';
import { obstacleFor } from '../../lib/files/access.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import type { Examination } from './examination.ts';
import { watchersOf } from './running-watchers.ts';
import type { Surroundings } from './surroundings.ts';

/** What is done on this host around a move: the IP on an interface, and the program after it. */
export function aroundChecks(surroundings: Surroundings): readonly Examination[] {
  const { addresses } = surroundings;
  const guests = addresses.filter(({ guest }) => guest !== undefined);
  const followers = addresses.filter(({ after }) => after !== undefined);
  const looks: Examination[] = [];
  if (guests.length > 0) {
    looks.push({
      ids: ['guest.interface', 'guest.right'],
      async run(signal, find) {
        for (const address of guests) find(interfaceOf(address, surroundings));
        find(await rightOf(surroundings, signal));
      },
    });
  }
  if (followers.length > 0) {
    looks.push({
      ids: ['after.program'],
      run(_, find) {
        for (const address of followers) find(programOf(address, surroundings));
      },
    });
  }
  return looks;
}

function interfaceOf({ name, guest }: Address, { facts }: Surroundings): Check {
  const known = facts.names('/sys/class/net');
  const device = guest?.interface ?? '';
  if (known === undefined) return skipped('guest.interface', 'This host does not list any');
  if (known.includes(device)) return passed('guest.interface', device, name);
  const other = known.find((one) => one !== 'lo') ?? 'eth0';
  return checked('guest.interface', 'fail', {
    detail: `Its IP is to be on ${device}, and this host has no such interface: it has ${known.join(', ')}`,
    fix: `Correct it in the config: guest: { interface: ${other} }`,
    address: name,
  });
}

/** Who puts IPs on interfaces: the watcher, where there is one, and hooks. */
async function rightOf(surroundings: Surroundings, signal: AbortSignal): Promise<Check> {
  const { facts, scriptUser, keepalived } = surroundings;
  const { code, error } = await facts.run(['ip', '-V'], { timeoutMs: 3000, signal });
  if (code === undefined) {
    return checked('guest.right', 'fail', {
      detail: `ip is not installed, or does not run: ${error}`,
      fix: 'apt-get install iproute2, or dnf install iproute',
    });
  }
  const [watcher] = watchersOf(surroundings.facts);
  if (watcher !== undefined) {
    return maysOf(
      `The watcher (process ${watcher.pid})`,
      facts.text(`/proc/${watcher.pid}/status`),
    );
  }
  const { name, account } = scriptUser;
  if (account !== undefined && account.uid !== 0) {
    return checked('guest.right', 'warn', {
      detail: `${name}, as whom keepalived runs hooks, may not change interfaces`,
      fix: 'Write script_user root into keepalived.conf, or run floatip watch',
    });
  }
  const { process } = keepalived;
  if (process === undefined) return passed('guest.right', 'Root may change interfaces');
  return maysOf(`keepalived (process ${process.pid})`, facts.text(`/proc/${process.pid}/status`));
}

/** The bit of CAP_NET_ADMIN (linux/capability.h). */
const netAdmin = 1n << 12n;

/** What it starts has no more rights than what it may ever have. */
function maysOf(who: string, status: string | undefined): Check {
  const [, bounding] = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status ?? '') ?? [];
  if (bounding === undefined) return skipped('guest.right', `What ${who} may do is not to be seen`);
  // oxlint-disable-next-line no-bitwise -- That is what it is.
  if ((BigInt(`0x${bounding}`) & netAdmin) !== 0n) {
    return passed('guest.right', `${who} may change interfaces`);
  }
  return checked('guest.right', 'fail', {
    detail: `${who} may not change interfaces: it lacks CAP_NET_ADMIN, so no IP of guest is put up`,
    fix: 'Add it to the unit, and restart: systemctl edit floatip, with [Service] and CapabilityBoundingSet=CAP_NET_ADMIN',
  });
}

function programOf({ name, after }: Address, { facts, scriptUser }: Surroundings): Check {
  const [program = ''] = after ?? [];
  if (facts.stats(program) === undefined) {
    return checked('after.program', 'fail', {
      detail: `There is no ${program}`,
      fix: 'Put it there, on this host as well, or correct after in the config',
      address: name,
    });
  }
  const account = scriptUser.account ?? { uid: 0, gid: 0 };
  const look = { path: program, wish: 'execute', look: facts.stats } as const;
  const obstacle = obstacleFor({ ...account, name: scriptUser.name }, look);
  if (obstacle === undefined) return passed('after.program', program, name);
  return checked('after.program', 'fail', {
    detail: `${scriptUser.name}, as whom keepalived runs hooks, may not ${obstacle === program ? 'execute' : 'enter'} ${obstacle}`,
    fix: `chmod a+x ${obstacle}`,
    address: name,
  });
}
