import { execFile } from 'node:child_process';

/** Tells systemd how this service is. */
export interface ServiceManager {
  /**
   * A state as sd_notify(3) spells it: `READY=1`, `STATUS=…`. Does nothing outside of systemd. Waits for
   * nothing: what is told while systemd is still hearing is told then, the latest of each sort.
   */
  tell(state: string): void;
}

/** Hands states to systemd, and says whether it has heard. */
export type Notify = (states: readonly string[]) => Promise<boolean>;

export function serviceManager(
  socket: string | undefined,
  notify: Notify = systemdNotify,
): ServiceManager {
  if (socket === undefined || socket === '') return { tell: () => undefined };
  const untold = new Map<string, string>();
  let isTelling = false;
  const tellAll = async (): Promise<void> => {
    isTelling = true;
    let isHeard = true;
    while (isHeard && untold.size > 0) {
      const states = [...untold];
      untold.clear();
      isHeard = await notify(states.map(([, state]) => state));
      // With the next one, unless there is a later one of its sort.
      for (const [sort, state] of isHeard ? [] : states) {
        if (!untold.has(sort)) untold.set(sort, state);
      }
    }
    isTelling = false;
  };
  return {
    tell(state) {
      untold.set(state.slice(0, state.indexOf('=')), state);
      if (!isTelling) void tellAll();
    },
  };
}

/** A service manager that hangs is not waited for any longer. */
const timeoutMs = 5000;

/**
 * By a program: Node has no datagram sockets of the unix kind. It waits until systemd has heard, so no
 * message is lost because its sender is gone.
 */
function systemdNotify(states: readonly string[]): Promise<boolean> {
  const options = { timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve) => {
    execFile('systemd-notify', states, options, (error) => resolve(error === null));
  });
}
