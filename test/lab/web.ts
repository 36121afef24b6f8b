import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Crew, Member } from './crew.ts';
import type { HostName } from './layout.ts';
import { processesIn } from './processes.ts';
import type { Pulse } from './pulse.ts';

/** The service of a host, for the sake of which all this is done: an nginx that says who it is. */
export interface Web {
  /** Resolves once it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Its workers stand still: it lets everybody connect, and answers nobody. */
  hang(): void;
  goOn(): void;
}

export interface WebOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
  /** Of the host. */
  readonly folder: string;
}

/**
 * Where the host's supervisor notes whether nginx has ended: 0 or 1. keepalived watches the file, and
 * hears of it at once; its own checks run once a second. With systemd, it takes two lines in the unit:
 * `ExecStartPost=/bin/sh -c 'echo 0 >FILE'` and `ExecStopPost=/bin/sh -c 'echo 1 >FILE'`.
 */
export function endedFile(folder: string): string {
  return join(folder, 'nginx-ended');
}

export function createWeb(name: HostName, { crew, pulse, namespace, folder }: WebOptions): Web {
  const prefix = join(folder, 'nginx');
  mkdirSync(prefix);
  writeFileSync(join(prefix, 'nginx.conf'), nginxConfig(name));
  const command = ['nginx', '-p', prefix, '-c', 'nginx.conf', '-e', 'stderr'];
  const note = (hasEnded: boolean): void =>
    writeFileSync(endedFile(folder), hasEnded ? '1\n' : '0\n');
  note(true);
  let running: Member | undefined;
  let isReady = false;
  const signalWorkers = (signal: NodeJS.Signals): void => {
    const isWorker = /^nginx: worker process/;
    for (const { pid, commandLine } of processesIn([namespace])) {
      if (isWorker.test(commandLine)) process.kill(pid, signal);
    }
  };
  return {
    async start() {
      signalWorkers('SIGCONT');
      if (running?.isRunning() === true) return;
      isReady = false;
      running = crew.start(command, {
        namespace,
        onLine(line) {
          isReady ||= line.includes('start worker process ');
          pulse.beat();
        },
      });
      running.child.once('exit', () => note(true));
      note(false);
      const what = `nginx of ${name} is ready`;
      await pulse.until(() => isReady, { what, withinMs: 10_000 });
    },
    stop: async () => await running?.end(),
    hang: () => signalWorkers('SIGSTOP'),
    goOn: () => signalWorkers('SIGCONT'),
  };
}

function nginxConfig(name: HostName): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `daemon off;
user root;
worker_processes 1;
pid nginx.pid;
error_log stderr notice;
events {}
http {
    access_log off;
    keepalive_timeout 0;
${temporary.map((what) => `    ${what}_temp_path ${what};`).join('\n')}
    server {
        listen 80;
        location / {
            return 200 "${name}";
        }
    }
}
`;
}
