import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** A cloud's API as far away as one round trip says. */
export interface Distance {
  readonly roundTripMs: number;
  /** Where a server listens. */
  readonly listen: string;
  /** What a client connects to. */
  readonly host: string;
}

/**
 * Networks of the round trips, in this process's own namespaces; one of no round trip is loopback. They are gone with
 * these namespaces.
 */
export async function buildNetworks(
  roundTrips: readonly number[],
  folder: string,
): Promise<readonly Distance[]> {
  const distances = roundTrips.map(distanceOf);
  const hosts = join(folder, 'hosts');
  const lines = distances.map(({ host, listen, roundTripMs }) =>
    [roundTripMs === 0 ? listen : listen.replace(/1$/, '2'), host].join(' '),
  );
  writeFileSync(hosts, `${readFileSync('/etc/hosts', 'utf8')}\n${lines.join('\n')}\n`);
  execFileSync('mount', ['--bind', hosts, '/etc/hosts']);
  for (const distance of distances) {
    if (distance.roundTripMs > 0) await startRelay(distance);
  }
  return distances;
}

function distanceOf(roundTripMs: number): Distance {
  const listen = roundTripMs === 0 ? '127.0.0.1' : `10.98.${roundTripMs}.1`;
  return { roundTripMs, listen, host: `api.far${roundTripMs}.test` };
}

async function startRelay({ roundTripMs, listen }: Distance): Promise<void> {
  const device = `far${roundTripMs}`;
  const args = ['bench/tls/relay.py', device, listen, String(roundTripMs)];
  const relay = spawn('/usr/bin/python3', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(relay.stdout, 'data');
  relay.stdout.destroy();
  relay.unref();
}

/** How long a TCP connection takes. */
export async function connectMs(host: string, port: number): Promise<number> {
  const begin = performance.now();
  const socket = connect(port, host);
  await once(socket, 'connect');
  socket.destroy();
  return performance.now() - begin;
}
