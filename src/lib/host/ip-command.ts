import { execFile } from 'node:child_process';

import { Failure } from '../../ports/failure.ts';

/** It talks to the kernel alone. */
const timeoutMs = 2000;

/** An IP on an interface, as a network of its own: whatever else is there stays as it is. */
export interface Placement {
  readonly ip: string;
  readonly interfaceName: string;
}

/** Puts an IP on an interface, where it may be already. Throws `config` where that cannot be done here. */
export function putIp(placement: Placement): Promise<void> {
  // Nobody else has it, and to find that out would take a second (RFC 4862).
  return run(['address', 'replace', ...at(placement), ...(isIpv6(placement) ? ['nodad'] : [])]);
}

/** Takes an IP from an interface. Throws `config` where that cannot be done here. */
export function takeOffIp(placement: Placement): Promise<void> {
  return run(['address', 'delete', ...at(placement)]);
}

function at(placement: Placement): readonly string[] {
  const { ip, interfaceName } = placement;
  return [`${ip}/${isIpv6(placement) ? 128 : 32}`, 'dev', interfaceName];
}

function isIpv6({ ip }: Placement): boolean {
  return ip.includes(':');
}

function run(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('ip', args, { timeout: timeoutMs, killSignal: 'SIGKILL' }, (error, _, stderr) => {
      if (error === null) resolve();
      else reject(failureOf(error, stderr));
    });
  });
}

function failureOf(error: Error, stderr: string): Failure {
  if ('code' in error && error.code === 'ENOENT') {
    return new Failure('config', 'ip is not installed', {
      hint: 'Install it: apt-get install iproute2, or dnf install iproute',
    });
  }
  const said = stderr.trim().split('\n')[0] ?? '';
  return new Failure('config', `ip failed: ${said || error.message}`, {
    hint: /not permitted|denied/i.test(said)
      ? 'Let it have CAP_NET_ADMIN, as root has'
      : 'Check the interface in the config',
  });
}
