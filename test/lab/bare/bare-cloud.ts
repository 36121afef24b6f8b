import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';

import { serveCloud } from '../../../src/emulator/serve.ts';
import { parseTopology } from '../../../src/emulator/topology.ts';
import { token } from '../../support/token.ts';

/** The embedded cloud where hosts look for DigitalOcean: under its name, with TLS. */
export interface BareCloud {
  /** PEM of who has signed for it. */
  readonly authority: string;
  close(): void;
}

export const apiName = 'api.digitalocean.com';

export interface BareCloudOptions {
  readonly folder: string;
  /** Where its API is. */
  readonly at: string;
  /** The private IP of each Droplet, by its name. */
  readonly droplets: readonly { readonly id: number; readonly name: string; readonly ip: string }[];
}

export async function startBareCloud(options: BareCloudOptions): Promise<BareCloud> {
  const { folder, at, droplets } = options;
  const [first] = droplets;
  const text = `
listen: 127.0.0.1:0
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 50
  metadata: { listen: '169.254.169.254:80' }
  droplets:
${droplets.map(({ id, name, ip }) => `    - { id: ${id}, name: ${name}, region: nyc3, source: ${ip} }`).join('\n')}
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: ${first?.id} }]
`;
  const served = await serveCloud(parseTopology({ path: 'the cloud', text }));
  const { key, cert } = certificateIn(folder);
  const server = createServer({ key, cert }, (asked, answer) => {
    const { method, headers, url = '/' } = asked;
    const onward = request(`${served.endpoint}${url}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(443, at, resolve));
  return {
    authority: cert,
    close() {
      server.closeAllConnections();
      server.close();
      void served.close();
    },
  };
}

function certificateIn(folder: string): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const about = ['-subj', `/CN=${apiName}`, '-addext', `subjectAltName=DNS:${apiName}`];
  const files = ['-keyout', key, '-out', cert];
  execFileSync('openssl', ['req', '-x509', ...curve, '-days', '90', ...about, ...files], {
    stdio: 'ignore',
  });
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}
