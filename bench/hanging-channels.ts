import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';

export interface Silence {
  readonly server: Server;
  readonly port: number;
  connections(): number;
}

/** Takes what it is told, and never says a word. */
export async function startSilence(): Promise<Silence> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    server,
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
  };
}

/** The config of channels that all lead to one port of loopback, one of each type; writes their secrets into a folder. */
export function channelsTo(port: number, folder: string): string {
  const url = `http://127.0.0.1:${port}/in`;
  const secret = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const urlFile = secret('url', url);
  const secretFile = secret('secret', 'SEC-of-the-bench');
  return `alerts:
  channels:
    - { name: webhook, type: webhook, url: '${url}', secretFile: ${secretFile} }
    - { name: alertmanager, type: alertmanager, url: '${url}' }
    - { name: slack, type: slack, urlFile: ${urlFile} }
    - { name: dingtalk, type: dingtalk, urlFile: ${urlFile}, secretFile: ${secretFile} }
    - { name: feishu, type: feishu, urlFile: ${urlFile}, secretFile: ${secretFile} }
    - { name: wecom, type: wecom, urlFile: ${urlFile} }
    - { name: pagerduty, type: pagerduty, keyFile: ${secret('key', 'a'.repeat(32))}, url: '${url}' }
    - { name: mail, type: mail, smtp: { host: 127.0.0.1, port: ${port}, tls: none }, from: a@example.org, to: [b@example.org] }
`;
}
