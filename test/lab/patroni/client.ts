import type { Crew } from '../crew.ts';
import type { Pulse } from '../pulse.ts';

/** One time that the client asked PostgreSQL. */
export interface Asked {
  /** Of `monotonicMs`. */
  readonly beganMs: number;
  /** The host that answered. */
  readonly by: string | undefined;
  /** Whether that took a write. */
  readonly isPrimary: boolean;
}

export interface DatabaseClient {
  readonly asked: readonly Asked[];
  forget(): void;
}

export interface DatabaseClientOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly namespace: string;
  readonly ip: string;
}

export function startDatabaseClient(options: DatabaseClientOptions): DatabaseClient {
  const { crew, pulse, namespace, ip } = options;
  let asked: Asked[] = [];
  crew.start(['/usr/bin/python3', 'test/lab/patroni/client.py', ip], {
    namespace,
    onLine(line) {
      const [began, by, what] = line.split(' ');
      if (Number.isNaN(Number(began))) return;
      const isAnswer = by !== '-';
      asked.push({
        beganMs: Number(began) * 1000,
        by: isAnswer ? by : undefined,
        isPrimary: isAnswer && what === 'primary',
      });
      pulse.beat();
    },
  });
  return {
    get asked() {
      return asked;
    },
    forget() {
      asked = asked.slice(-1);
    },
  };
}
