import type { Crew, Member } from './crew.ts';
import type { HostName } from './layout.ts';
import type { Pulse } from './pulse.ts';

/** The service of a host, for the sake of which all this is done. */
export interface Web {
  /** Resolves once it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface WebOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
}

export function createWeb(name: HostName, { crew, pulse, namespace }: WebOptions): Web {
  let running: Member | undefined;
  let isReady = false;
  return {
    async start() {
      if (running?.isRunning() === true) return;
      isReady = false;
      running = crew.start([process.execPath, '--import', 'tsx', 'test/lab/serve-name.ts', name], {
        namespace,
        onLine() {
          isReady = true;
          pulse.beat();
        },
      });
      const what = `the web server of ${name} is ready`;
      await pulse.until(() => isReady, { what, withinMs: 10_000 });
    },
    stop: async () => await running?.end(),
  };
}
