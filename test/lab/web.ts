import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Crew, Member } from './crew.ts';
import type { HostName } from './layout.ts';
import { processesIn } from './processes.ts';
import type { Pulse } from './pulse.ts';
import { streamModule } from './requirements.ts';
import type { Serves } from './setup.ts';

/**
 * The service of a host, for the sake of which all this is done: an nginx that says who it is, or stands in front
 * of a UDP service that does.
 */
export interface Web {
  /** Resolves once it answers. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends all of it, with what is behind nginx. */
  crash(): Promise<void>;
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
  /** Without it, HTTP. */
  readonly serves?: Serves | undefined;
}

/**
 * Where the host's supervisor notes whether nginx has ended: 0 or 1. keepalived watches the file, and
 * hears of it at once; its own checks run once a second. With systemd, it takes two lines in the unit:
 * `ExecStartPost=/bin/sh -c 'echo 0 >FILE'` and `ExecStopPost=/bin/sh -c 'echo 1 >FILE'`.
 */
export function endedFile(folder: string): string {
  return join(folder, 'nginx-ended');
}

const servicePort = 5353;

export function createWeb(name: HostName, options: WebOptions): Web {
  const { crew, pulse, namespace, folder, serves = 'http' } = options;
  const prefix = join(folder, 'nginx');
  mkdirSync(prefix);
  writeFileSync(join(prefix, 'nginx.conf'), nginxConfig(name, serves));
  const command = ['nginx', '-p', prefix, '-c', 'nginx.conf', '-e', 'stderr'];
  const note = (hasEnded: boolean): void =>
    writeFileSync(endedFile(folder), hasEnded ? '1\n' : '0\n');
  note(true);
  let running: Member | undefined;
  let isReady = false;
  let service: Member | undefined;
  // A host that lost its power has lost what is behind nginx too.
  const startService = (): void => {
    if (serves !== 'udp' || service?.isRunning() === true) return;
    const script = resolve('test/lab/udp-service.mjs');
    service = crew.start([process.execPath, script, name, String(servicePort)], { namespace });
  };
  startService();
  const signalWorkers = (signal: NodeJS.Signals): void => {
    const isWorker = /^nginx: worker process/;
    for (const { pid, commandLine } of processesIn([namespace])) {
      if (isWorker.test(commandLine)) process.kill(pid, signal);
    }
  };
  return {
    async start() {
      signalWorkers('SIGCONT');
      startService();
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
      await pulse.until(() => isReady, { what, withinMs: 30_000 });
    },
    stop: async () => await running?.end(),
    crash: async () => void (await Promise.all([running?.end(), service?.kill()])),
    hang: () => signalWorkers('SIGSTOP'),
    goOn: () => signalWorkers('SIGCONT'),
  };
}

function nginxConfig(name: HostName, serves: Serves): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `${serves === 'udp' ? `load_module ${streamModule};\n` : ''}daemon off;
user root;
worker_processes 1;
pid nginx.pid;
error_log stderr notice;
events {}
${serves === 'udp' ? stream : ''}http {
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

/** One question is one session: whoever asks again has its answer from whichever service is there then. */
const stream = `stream {
    server {
        listen 53 udp;
        proxy_pass 127.0.0.1:${servicePort};
        proxy_requests 1;
        proxy_responses 1;
        proxy_timeout 1s;
    }
}
`;
