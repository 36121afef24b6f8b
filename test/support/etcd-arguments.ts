import type { CertificateFiles } from './etcd-certificates.ts';

/** One of several members that agree with each other. */
export interface EtcdPlan {
  readonly name: string;
  /** Where it keeps what it knows. */
  readonly folder: string;
  /** Where the others reach it. */
  readonly peer: string;
  /** Where it is asked. */
  readonly endpoint: string;
  /** `NAME=PEER` of each member. */
  readonly cluster: string;
  /** How it proves who it is; only those that its authority knows may ask it then. */
  readonly tls?: CertificateFiles;
  /** Where it answers without TLS how it is, and nothing else. */
  readonly healthAt?: string;
}

/** Quicker than by default, and as little safe as is good enough for a test. */
export const hastily = {
  'heartbeat-interval': '50',
  'election-timeout': '500',
  'unsafe-no-fsync': 'true',
  'bcrypt-cost': '4',
} as const;

export function etcdArguments(
  { name, folder, peer, endpoint, cluster, tls, healthAt }: EtcdPlan,
  pace: Readonly<Record<string, string>>,
): readonly string[] {
  const options = {
    name,
    'data-dir': folder,
    logger: 'zap',
    'log-level': 'error',
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'listen-client-urls': endpoint,
    'advertise-client-urls': endpoint,
    'initial-cluster': cluster,
    ...pace,
    ...(tls === undefined ? {} : mutual(tls)),
    ...(healthAt === undefined ? {} : { 'listen-metrics-urls': healthAt }),
  };
  return Object.entries(options).map(([option, value]) => `--${option}=${value}`);
}

function mutual({ ca, cert, key }: CertificateFiles): Readonly<Record<string, string>> {
  return {
    'cert-file': cert,
    'key-file': key,
    'trusted-ca-file': ca,
    'client-cert-auth': 'true',
  };
}
