import { execFile } from 'node:child_process';

/** Tells systemd how this service is. */
export interface ServiceManager {
  /** Each state as sd_notify(3) spells it: `READY=1`, `STATUS=…`. Does nothing outside of systemd. */
  tell(...states: readonly string[]): void;
}

/**
 * By `systemd-notify`: Node has no datagram sockets of the unix kind. It waits until systemd has
 * heard, so no message is lost because its sender is gone.
 */
export function serviceManager(socket: string | undefined): ServiceManager {
  if (socket === undefined || socket === '') return { tell: () => undefined };
  return {
    tell(...states) {
      execFile('systemd-notify', states, () => undefined);
    },
  };
}
