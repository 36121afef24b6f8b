import { execFile } from 'node:child_process';

import { Failure } from '../../ports/failure.ts';
import type { Sending } from '../../ports/provider.ts';
import { createSlots } from '../time/slots.ts';

/** arping sends one announcement, and then waits a second for answers that nobody gives. */
const timeoutMs = 2000;

/** One request and one reply, as switches differ in which of them they heed. */
const modes = ['-U', '-A'] as const;
/** With hundreds of addresses, processes that wait must not leave a takeover no room. */
const maxProcesses = 32;
const slots = createSlots(maxProcesses / modes.length);
/** What is announced as soon as there is room for it. */
const waiting = new Set<string>();

export interface Announcement {
  readonly ip: string;
  readonly interfaceName: string;
  /** Whether the IP is still there, asked right before. */
  readonly isHere: () => boolean;
  readonly sending: Sending;
}

/**
 * Announces an IPv4 address by gratuitous ARP, with arping of iputils. Throws `config` where arping is
 * missing or not allowed, and what the sending throws.
 */
export async function arping(announcement: Announcement): Promise<void> {
  const { ip, interfaceName, isHere, sending } = announcement;
  const { signal } = sending;
  const subject = `${ip} ${interfaceName}`;
  if (waiting.has(subject)) return;
  waiting.add(subject);
  let hasBegun = false;
  try {
    await slots.run(signal, async () => {
      hasBegun = waiting.delete(subject);
      if (!isHere()) return;
      sending.beforeSend();
      await Promise.all(
        modes.map((mode) => run([mode, '-c', '1', '-I', interfaceName, '-s', ip, ip], signal)),
      );
    });
  } finally {
    if (!hasBegun) waiting.delete(subject);
  }
}

function run(args: readonly string[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(
      'arping',
      args,
      { signal, timeout: timeoutMs, killSignal: 'SIGKILL' },
      (error, _stdout, stderr) => {
        // Nobody answers an announcement, so arping's exit code says nothing; what it complains of does.
        if (signal.aborted) reject(signal.reason);
        else if (error === null || (typeof error.code === 'number' && stderr.trim() === ''))
          resolve();
        else reject(failureOf(error, stderr));
      },
    );
  });
}

function failureOf(error: Error, stderr: string): Failure {
  if ('code' in error && error.code === 'ENOENT') {
    return new Failure('config', 'arping is not installed', {
      hint: 'Install it: apt-get install iputils-arping, or dnf install iputils',
    });
  }
  const said = stderr.trim().split('\n')[0] ?? '';
  return new Failure('config', `arping failed: ${said || error.message}`, {
    hint: /not permitted|denied/i.test(said) ? rightsHint : 'Check the interface in the config',
  });
}

/** It gives up all other rights first, which it may not be allowed to do either. */
const rightsHint =
  'Let it have CAP_NET_RAW and, in a unit of systemd, SystemCallFilter=capset setuid: see hooks/floatip.service';
