import { onTestFinished } from 'vitest';

import { serveCloud } from '../../src/emulator/serve.ts';
import type { ServedCloud } from '../../src/emulator/serve.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import { token } from './token.ts';

const twoDroplets = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 150
  droplets:
    - { id: 111, name: lb1, region: nyc3, metadata: '127.0.0.1:0' }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps:
    - { ip: 203.0.113.10, region: nyc3, droplet: 111 }
    - { ip: '2001:db8::10', region: nyc3, droplet: 111 }
`;

/** An embedded cloud on loopback, closed when the test ends. */
export async function startServedCloud(topology: string = twoDroplets): Promise<ServedCloud> {
  const served = await serveCloud(parseTopology({ path: 'the test', text: topology }));
  onTestFinished(() => served.close());
  return served;
}
