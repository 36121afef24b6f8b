import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** What a server proves itself by. */
export interface Chain {
  readonly key: string;
  /** That of the server and of who has signed it, without the root. */
  readonly cert: string;
  /** A file with all roots that Node trusts, and that of this chain: as large as what a host reads. */
  readonly roots: string;
}

/** A root of RSA 4096, an authority below it and a server, both of RSA 2048: what most clouds have. */
export function makeChain(names: readonly string[], folder: string): Chain {
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const isAuthority = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';
  const subject = (name: string): readonly string[] => ['-subj', `/C=US/O=The bench/CN=${name}`];
  const newKey = (name: string, bits: number): readonly string[] =>
    ['-newkey', `rsa:${bits}`, '-nodes', '-keyout', `${name}.key`] as const;
  const issue = (name: string, by: string, extensions: string): void => {
    writeFileSync(join(folder, `${name}.cnf`), extensions);
    openssl('req', '-new', ...newKey(name, 2048), ...subject(name), '-out', `${name}.csr`);
    const signer = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial', '-days', '2'];
    const files = ['-in', `${name}.csr`, '-extfile', `${name}.cnf`, '-out', `${name}.pem`];
    openssl('x509', '-req', ...files, ...signer);
  };
  openssl(
    'req',
    '-x509',
    ...newKey('root', 4096),
    ...subject('root'),
    '-days',
    '2',
    '-out',
    'root.pem',
  );
  issue('middle', 'root', isAuthority);
  const served = names.map((name) => `DNS:${name}`).join(',');
  issue('leaf', 'middle', `subjectAltName=${served}\nextendedKeyUsage=serverAuth\n`);
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const roots = join(folder, 'roots.pem');
  writeFileSync(roots, [...rootCertificates, text('root.pem')].join('\n'));
  return { key: text('leaf.key'), cert: text('leaf.pem') + text('middle.pem'), roots };
}
