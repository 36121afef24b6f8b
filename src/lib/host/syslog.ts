import { execFile } from 'node:child_process';

/** A daemon of syslog that has stalled must not keep a hook. */
const patienceMs = 2000;

/** Writes a warning into syslog, where there is one. */
export function warnInSyslog(text: string): Promise<void> {
  const args = ['-t', 'floatip', '-p', 'daemon.warning', '--', text];
  return new Promise((resolve) => {
    execFile('logger', args, { timeout: patienceMs }, () => resolve());
  });
}
