import { hostPlan } from '../layout.ts';
import type { HostName } from '../layout.ts';
import { cluster } from './scenario.ts';

export interface PatroniPlan {
  readonly name: HostName;
  /** Of the host; belongs to postgres. */
  readonly folder: string;
  readonly binaries: string;
  /** `HOST:PORT` of each member of etcd. */
  readonly etcd: readonly string[];
  /** What Patroni runs as roles change, if it is to. */
  readonly callback: string | undefined;
}

/** As small and quick as Patroni takes it. Nobody but the lab reaches these namespaces. */
export function patroniConfig(plan: PatroniPlan): string {
  const { name, folder, binaries, etcd, callback } = plan;
  const { ip } = hostPlan(name);
  const callbacks =
    callback === undefined
      ? ''
      : `  callbacks:
    on_start: ${callback}
    on_stop: ${callback}
    on_role_change: ${callback}
`;
  return `scope: ${cluster}
name: ${name}
restapi: { listen: '0.0.0.0:8008', connect_address: '${ip}:8008' }
etcd3: { hosts: [${etcd.map((one) => `'${one}'`).join(', ')}] }
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 2
    retry_timeout: 5
    # A primary that has died is not started again where it was: another one takes over.
    primary_start_timeout: 0
    postgresql:
      use_pg_rewind: true
      parameters: { wal_log_hints: 'on', max_connections: 40, shared_buffers: 16MB, fsync: 'off' }
  initdb: [{ encoding: UTF8 }, data-checksums]
postgresql:
  listen: '0.0.0.0:5432'
  connect_address: '${ip}:5432'
  data_dir: ${folder}/data
  bin_dir: ${binaries}
  pgpass: ${folder}/pgpass
  authentication:
    superuser: { username: postgres }
    replication: { username: postgres }
  parameters: { unix_socket_directories: ${folder} }
  pg_hba: [local all all trust, host all all 0.0.0.0/0 trust, host replication all 0.0.0.0/0 trust]
${callbacks}`;
}
