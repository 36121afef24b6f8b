import { ip } from './ip.ts';
import type { Keepalived } from './keepalived.ts';
import { childrenFirst, processesIn } from './processes.ts';
import type { Process } from './processes.ts';
import { send } from './send.ts';
import type { Watcher } from './watcher.ts';
import type { Web } from './web.ts';

/** What can befall a whole host. */
export interface Powers {
  /** Whether keepalived is there, and not standing still. */
  isAlive(): boolean;
  /** Stops all of its processes where they are. */
  freeze(): void;
  thaw(): void;
  /** With SIGKILL, which leaves its address where it is. */
  killKeepalived(): void;
  /** As a power cut does it: ends everything, and takes what is in memory only. */
  crash(): Promise<void>;
}

export interface PowersOptions {
  readonly namespace: string;
  readonly keepalived: Keepalived;
  readonly watcher: Watcher | undefined;
  readonly web: Web;
  readonly forget: () => void;
  /** What keepalived and floatip may have put on the interfaces. */
  readonly vips: readonly string[];
}

export function createPowers(options: PowersOptions): Powers {
  const { namespace, keepalived, watcher, web, forget, vips } = options;
  let isFrozen = false;
  const signal = (name: NodeJS.Signals, isMeant: (process: Process) => boolean): void => {
    const meant = childrenFirst(processesIn([namespace]).filter(isMeant));
    for (const { pid } of meant) send(pid, name);
  };
  const killKeepalived = (): void => {
    // Neither may see the other die: the parent would start another child, the child leave in order.
    signal('SIGSTOP', isKeepalived);
    signal('SIGKILL', isKeepalived);
  };
  return {
    isAlive: () => keepalived.isRunning() && !isFrozen,
    freeze() {
      isFrozen = true;
      signal('SIGSTOP', isOfHost);
    },
    thaw() {
      isFrozen = false;
      signal('SIGCONT', isOfHost);
    },
    killKeepalived,
    async crash() {
      killKeepalived();
      await Promise.all([keepalived.stop(), watcher?.kill(), web.crash()]);
      signal('SIGKILL', isOfHost);
      forget();
      ip(
        ['-n', namespace, '-force', '-batch', '-'],
        vips.map((vip) => `address flush to ${vip}/32`),
      );
    },
  };
}

function isKeepalived({ commandLine }: Process): boolean {
  return commandLine.startsWith('keepalived ');
}

/** The lab itself looks at the interface of the host. */
function isOfHost({ commandLine }: Process): boolean {
  return !commandLine.startsWith('ip -oneline ');
}
