import { errnoOf } from '../lib/files/errno.ts';
import { Oddity } from '../lib/files/oddity.ts';
import { refuseOpenSecret } from '../lib/files/refuse-open-file.ts';
import { readRegular } from '../lib/files/regular-file.ts';
import type { TlsMaterial } from '../lib/http/connections.ts';
import { parseEndpoint } from '../lib/http/endpoint.ts';
import { Failure } from '../ports/failure.ts';
import type { LeaseLogin, LeaseSettings } from '../triggers/lease/lease-settings.ts';
import type { Config } from './config.ts';
import { valueOf } from './environment.ts';
import type { Environment } from './environment.ts';
import type { LeasesFile } from './leases-schema.ts';
import { secretReader } from './secrets.ts';

/** What hosts elect one of them by, with its secrets. Throws `config`. */
export function loadLeaseSettings(
  { leases, path, peers }: Pick<Config, 'leases' | 'path' | 'peers'>,
  env: Environment,
): LeaseSettings {
  if (leases === undefined) {
    throw new Failure('config', 'There is no leases in the config', {
      hint: 'Name the members of etcd there: leases: { etcd: { endpoints: [https://10.0.0.1:2379] } }',
    });
  }
  const { etcd, prefer = 100, nopreempt = false, movesPerMinute = 6, track } = leases;
  const login = loginOf(etcd, env);
  // A password must not travel in the clear; without one there is nothing to hide.
  const allowHttp = login === undefined || valueOf('FLOATIP_ALLOW_HTTP', env) === '1';
  const origin = `${path ?? 'config'}, leases.etcd.endpoints`;
  return {
    endpoints: etcd.endpoints.map((text) => parseEndpoint(text, { origin, allowHttp })),
    ttlMs: etcd.ttl ?? 5000,
    prefix: etcd.prefix ?? '/floatip/',
    tls: tlsOf(etcd),
    login,
    host: leases.host ?? process.getBuiltinModule('node:os').hostname(),
    prefer,
    nopreempt,
    movesPerMinute,
    failsafe: leases.failsafe === 'peers',
    peers,
    track,
  };
}

type Etcd = LeasesFile['etcd'];

function loginOf({ username, passwordFile }: Etcd, env: Environment): LeaseLogin | undefined {
  if (username === undefined) return undefined;
  const { password } = secretReader(env).need({
    what: 'etcd password',
    isNeeded: true,
    parts: [
      {
        part: 'password',
        what: 'etcd password',
        credential: 'etcd_password',
        file: { path: passwordFile, key: 'leases.etcd.passwordFile' },
        variables: [],
      },
    ],
  });
  return { username, password };
}

function tlsOf({ caFile, certFile, keyFile }: Etcd): TlsMaterial {
  return {
    ...(caFile === undefined ? {} : { ca: readPem(caFile, 'caFile') }),
    ...(certFile === undefined ? {} : { cert: readPem(certFile, 'certFile') }),
    ...(keyFile === undefined ? {} : { key: readPem(keyFile, 'keyFile') }),
  };
}

const maxBytes = 1024 * 1024;

function readPem(path: string, key: string): string {
  const origin = `The file ${path} of leases.etcd.${key}`;
  try {
    const { text, stats } = readRegular(path, maxBytes);
    if (key === 'keyFile') refuseOpenSecret(path, stats, { origin });
    if (text.includes('-----BEGIN ')) return text;
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof Oddity) throw unusable(`${origin} ${error.why}`);
    throw unusable(`${origin} cannot be read: ${errnoOf(error)}`);
  }
  throw unusable(`${origin} holds no PEM`);
}

function unusable(message: string): Failure {
  return new Failure('config', message, {
    hint: 'Name a PEM file that this user may read',
  });
}
