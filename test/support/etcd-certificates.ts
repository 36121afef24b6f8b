import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { temporaryFolder } from './temporary.ts';

/** Paths of PEM files. */
export interface CertificateFiles {
  /** Who has signed it. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  readonly ca: string;
  /** `usage` as openssl has it, such as `serverAuth,clientAuth`; a common name only where it says so. */
  issue(name: string, usage: string, commonName?: string): CertificateFiles;
}

/** An authority of the test's own, made by openssl, that signs certificates for loopback. */
export function createAuthority(): Authority {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...key, '-days', '2', '-subj', '/CN=floatip test', ...out('ca'));
  return {
    ca: at('ca.pem'),
    issue(name, usage, commonName) {
      const subject = commonName === undefined ? '/O=floatip' : `/CN=${commonName}`;
      openssl('req', '-new', ...key, '-subj', subject, ...out(name, 'csr'));
      const extensions = `subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=${usage}\n`;
      writeFileSync(at(`${name}.cnf`), extensions);
      const signer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
      const request = ['-in', `${name}.csr`, '-extfile', `${name}.cnf`];
      openssl('x509', '-req', ...request, ...signer, '-out', `${name}.pem`);
      return { ca: at('ca.pem'), cert: at(`${name}.pem`), key: at(`${name}.key`) };
    },
  };
}

function out(name: string, ending = 'pem'): readonly string[] {
  return ['-keyout', `${name}.key`, '-out', `${name}.${ending}`];
}
