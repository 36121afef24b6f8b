import { serveCloud } from '../src/emulator/serve.ts';
import type { ServedCloud } from '../src/emulator/serve.ts';
import { parseTopology } from '../src/emulator/topology.ts';

/** The address that is moved to and fro. */
export const ip = '203.0.113.10';

/** Of the shape that tokens have: one of another shape is looked at for slips of whoever copied it. */
export const token = `dop_v1_${'0123456789abcdef'.repeat(4)}`;

export const wallMs = (): number => performance.timeOrigin + performance.now();

/** Two Droplets with a reserved IP, in a cloud that lets everybody ask as often as a bench does. */
export async function serveTwoDroplets(actionMs: number): Promise<ServedCloud> {
  const text = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  limits: { perMinute: 1000000, perHour: 1000000 }
  actionMs: ${actionMs}
  droplets:
    - { id: 111, name: lb1, region: nyc3 }
    - { id: 222, name: lb2, region: nyc3, metadata: '127.0.0.1:0' }
  reservedIps: [{ ip: ${ip}, region: nyc3, droplet: 111 }]
`;
  return await serveCloud(parseTopology({ path: 'the bench', text }), wallMs);
}
