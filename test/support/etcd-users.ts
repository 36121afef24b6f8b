import { readFileSync } from 'node:fs';
import { request } from 'node:https';

import type { CertificateFiles } from './etcd-certificates.ts';

/** Creates root, and from then on only root may do anything: that is what matters here. Throws. */
export async function protectEtcd(endpoint: string, tls?: CertificateFiles): Promise<void> {
  const ask = async (path: string, body: object): Promise<void> => {
    const [url, text] = [`${endpoint}/v3/auth/${path}`, JSON.stringify(body)];
    const status =
      tls === undefined
        ? (await fetch(url, { method: 'POST', body: text })).status
        : await postSecurely(url, text, tls);
    if (status !== 200) throw new Error(`${url} answered ${status}`);
  };
  await ask('user/add', { name: 'root', password: 'right' });
  await ask('role/add', { name: 'root' });
  await ask('user/grant', { user: 'root', role: 'root' });
  await ask('enable', {});
}

async function postSecurely(
  url: string,
  body: string,
  { ca, cert, key }: CertificateFiles,
): Promise<number | undefined> {
  const files = { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) };
  return await new Promise((resolve, reject) => {
    const asking = request(url, { method: 'POST', agent: false, ...files }, (reply) => {
      reply.resume().once('end', () => resolve(reply.statusCode));
    });
    asking.once('error', reject).end(body);
  });
}
