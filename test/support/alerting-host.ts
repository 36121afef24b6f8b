import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import type { ServedCloud } from '../../src/emulator/serve.ts';
import { hookHost } from './hook.ts';
import type { HookHost } from './hook.ts';
import { startReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';
import { startServedCloud } from './served-cloud.ts';
import { temporaryFile } from './temporary.ts';
import { token } from './token.ts';

/** A host with keepalived's hooks that tells one webhook, as processes of their own. */
export interface AlertingHost extends HookHost {
  readonly served: ServedCloud;
  readonly receiver: Receiver;
  /** What was told, oldest first. */
  told(): readonly any[];
  kinds(): readonly string[];
  /** The file with the token. */
  readonly tokenFile: string;
}

const topology = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  limits: { perMinute: 100000, perHour: 100000 }
  actionMs: 30
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: 111 }]
`;

export const webhookSecret = 'webhook-secret-of-these-tests';

export interface AlertingHostOptions {
  /** More of the address in the config. */
  readonly extra?: string;
  readonly answer?: Receiver['answer'];
}

export async function startAlertingHost(options: AlertingHostOptions = {}): Promise<AlertingHost> {
  const { extra = '', answer } = options;
  const [served, receiver] = await Promise.all([startServedCloud(topology), startReceiver(answer)]);
  const secretFile = temporaryFile('secret', webhookSecret);
  const host = hookHost(
    served,
    extra,
    `cluster: prod-lb
timing: { interval: 300ms }
alerts:
  channels:
    - { name: ops, type: webhook, url: '${receiver.url}/in', secretFile: ${secretFile} }`,
  );
  onTestFinished(() => void endSendersOf(host));
  const told = (): readonly any[] => receiver.got.map(({ body }) => JSON.parse(body));
  return {
    ...host,
    served,
    receiver,
    told,
    kinds: () => told().map(({ kind }) => kind),
    tokenFile: join(host.config, '..', 'token'),
  };
}

/** Processes that hooks of a host have left behind, which would go on trying for minutes. */
export function endSendersOf({ state }: HookHost): number {
  let ended = 0;
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!command.includes('\0alert\0send\0')) continue;
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`=${state}\0`)) continue;
      process.kill(pid, 'SIGKILL');
      ended += 1;
    } catch {
      // It has ended by itself.
    }
  }
  return ended;
}
